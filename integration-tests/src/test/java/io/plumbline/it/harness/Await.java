package io.plumbline.it.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for a condition, and says what was there instead when it does not come. */
public final class Await {
  /** Generous: two cores may be shared by a build, a Collector and several JVMs. */
  public static final Duration DEFAULT_LIMIT = Duration.ofMinutes(3);

  private static final long POLL_NANOS = Duration.ofMillis(10).toNanos();

  private Await() {}

  /**
   * @param attempt asked again and again until it answers something other than null
   * @param otherwise what was there instead, for the failure's message
   */
  public static <T> T until(
      Duration limit, Supplier<@Nullable T> attempt, Supplier<String> otherwise) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      T result = attempt.get();
      if (result != null) {
        return result;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("Not within " + limit.toSeconds() + " s: " + otherwise.get());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  public static void that(Duration limit, BooleanSupplier condition, Supplier<String> otherwise) {
    until(limit, () -> condition.getAsBoolean() ? true : null, otherwise);
  }
}
