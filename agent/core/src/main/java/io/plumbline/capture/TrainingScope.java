package io.plumbline.capture;

import org.jspecify.annotations.Nullable;

/**
 * While a library trains on this thread, the predictions that it makes are marked as training.
 *
 * <p>Costs nothing in a process that never trains.
 */
public final class TrainingScope {
  private static final ThreadLocal<@Nullable Integer> DEPTH = new ThreadLocal<>();

  private static volatile boolean everEntered;

  private TrainingScope() {}

  /** Training starts; end it with {@link #exit}, on the same thread. */
  public static void enter() {
    everEntered = true;
    Integer depth = DEPTH.get();
    DEPTH.set(depth == null ? 1 : depth + 1);
  }

  public static void exit() {
    Integer depth = DEPTH.get();
    if (depth == null || depth == 1) {
      DEPTH.remove();
    } else {
      DEPTH.set(depth - 1);
    }
  }

  static boolean isOpen() {
    return everEntered && DEPTH.get() != null;
  }
}
