package io.plumbline.capture;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What capture costs host threads, and how much of a call it takes for that reason.
 *
 * <p>Some calls are timed, by their number: what the agent does before the host's method and after
 * it, never the method itself. Which, is worked out now and then on another thread, so that they
 * are some hundred a second however many calls there are.
 */
public final class CaptureOverhead {
  private static final long TIMED_PER_SECOND = 256;
  private static final long FIRST_INTERVAL = 64;

  private final Map<CaptureLevel, OverheadHistogram> costs = new EnumMap<>(CaptureLevel.class);

  /** One less than a power of two. */
  private volatile long untimedBits = FIRST_INTERVAL - 1;

  private volatile CaptureLevel level = CaptureLevel.FULL;

  CaptureOverhead() {
    for (CaptureLevel each : CaptureLevel.values()) {
      costs.put(each, new OverheadHistogram());
    }
  }

  /** Of calls that begin now. */
  public CaptureLevel level() {
    return level;
  }

  boolean isTimed(long number) {
    return (number & untimedBits) == 0;
  }

  void record(CaptureLevel of, long nanos) {
    costOf(of).record(nanos);
  }

  /** Of the calls that were timed while this level was in force. */
  public OverheadHistogram costOf(CaptureLevel of) {
    return Objects.requireNonNull(costs.get(of));
  }

  /** Calls that begin from now on are captured at this level. */
  void level(CaptureLevel next) {
    level = next;
  }

  /** Times as many of them as are worth it. */
  void expect(double callsPerSecond) {
    long interval = Math.max(1, (long) (callsPerSecond / TIMED_PER_SECOND));
    untimedBits = Long.highestOneBit(2 * interval - 1) - 1;
  }
}
