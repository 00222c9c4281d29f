package io.plumbline.capture;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What capture costs host threads, and how much of a call it takes for that reason.
 *
 * <p>Some calls are timed, by their number: what the agent does before the host's method and after
 * it, never the method itself. Which, {@link OverheadWatch} works out once a second, so that they
 * are some hundred a second however many calls there are. While the level is below the highest, it
 * asks for some calls a level higher each second, to know what that would cost.
 */
public final class CaptureOverhead {
  private static final CaptureLevel[] LEVELS = CaptureLevel.values();
  private static final long TIMED_PER_SECOND = 256;
  private static final long FIRST_INTERVAL = 64;

  private final Map<CaptureLevel, OverheadHistogram> costs = new EnumMap<>(CaptureLevel.class);
  private final AtomicLongArray steps = new AtomicLongArray(LEVELS.length);
  private final AtomicInteger probes = new AtomicInteger();

  /** One less than a power of two. */
  private volatile long untimedBits = FIRST_INTERVAL - 1;

  private volatile CaptureLevel level = CaptureLevel.FULL;
  private volatile double utilization;

  CaptureOverhead() {
    for (CaptureLevel each : LEVELS) {
      costs.put(each, new OverheadHistogram());
    }
  }

  boolean isTimed(long number) {
    return (number & untimedBits) == 0;
  }

  /** Whether this call is to be captured a level higher. */
  boolean takeProbe() {
    int left = probes.get();
    return left > 0 && probes.compareAndSet(left, left - 1);
  }

  CaptureLevel levelOf(boolean isProbe) {
    CaptureLevel now = level;
    return isProbe && now != CaptureLevel.FULL ? now.higher() : now;
  }

  /** Of calls that begin now. */
  public CaptureLevel level() {
    return level;
  }

  void record(CaptureLevel of, long nanos) {
    costOf(of).record(nanos);
  }

  /** Of the calls that were timed, those that were captured at a level. */
  public OverheadHistogram costOf(CaptureLevel of) {
    return Objects.requireNonNull(costs.get(of));
  }

  /** How often a level has come into force in place of another. */
  public long steps(CaptureLevel to) {
    return steps.get(to.number());
  }

  /** What capture took of host threads lately: 1 is one core. */
  public double utilization() {
    return utilization;
  }

  /** Calls that begin from now on are captured at this level. */
  void level(CaptureLevel next) {
    probes.set(0);
    level = next;
    steps.incrementAndGet(next.number());
  }

  void utilization(double share) {
    utilization = share;
  }

  /** The next calls go a level higher. */
  void probe(int calls) {
    probes.set(calls);
  }

  /** Times as many of them as are worth it. */
  void expect(double callsPerSecond) {
    long interval = Math.max(1, (long) (callsPerSecond / TIMED_PER_SECOND));
    untimedBits = Long.highestOneBit(2 * interval - 1) - 1;
  }
}
