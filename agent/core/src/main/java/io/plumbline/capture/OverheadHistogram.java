package io.plumbline.capture;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What timed calls cost, in buckets with a sum each. Cumulative. Host threads record, without lock
 * and allocation; any thread reads.
 */
public final class OverheadHistogram {
  private static final double NANOS_PER_SECOND = 1e9;

  private static final long[] UPPER_BOUNDS = {
    100,
    250,
    500,
    1_000,
    2_500,
    5_000,
    10_000,
    25_000,
    50_000,
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    100_000_000,
    1_000_000_000
  };

  static final int BUCKETS = UPPER_BOUNDS.length + 1;

  private static final int MIN = 2 * BUCKETS;
  private static final int MAX = MIN + 1;

  /** Counts, sums in ns, least and most. */
  private final AtomicLongArray cells = new AtomicLongArray(MAX + 1);

  OverheadHistogram() {
    cells.set(MIN, Long.MAX_VALUE);
  }

  /** Upper bounds in seconds, inclusive. */
  public static double[] boundaries() {
    return Arrays.stream(UPPER_BOUNDS).mapToDouble(nanos -> nanos / NANOS_PER_SECOND).toArray();
  }

  void record(long nanos) {
    int bucket = 0;
    while (bucket < UPPER_BOUNDS.length && nanos > UPPER_BOUNDS[bucket]) {
      bucket++;
    }
    cells.getAndAdd(BUCKETS + bucket, nanos);
    cells.getAndIncrement(bucket);
    if (nanos < cells.get(MIN)) {
      cells.accumulateAndGet(MIN, nanos, Math::min);
    }
    if (nanos > cells.get(MAX)) {
      cells.accumulateAndGet(MAX, nanos, Math::max);
    }
  }

  /** Calls in each bucket; the last holds what is above the last bound. */
  public long[] counts() {
    return copy(0);
  }

  /** What those of each bucket cost together, ns. */
  long[] sums() {
    return copy(BUCKETS);
  }

  private long[] copy(int from) {
    long[] copy = new long[BUCKETS];
    Arrays.setAll(copy, bucket -> cells.get(from + bucket));
    return copy;
  }

  public double sumSeconds() {
    return Arrays.stream(sums()).sum() / NANOS_PER_SECOND;
  }

  /** Of no meaning while there is none. */
  public double minSeconds() {
    return cells.get(MIN) / NANOS_PER_SECOND;
  }

  public double maxSeconds() {
    return cells.get(MAX) / NANOS_PER_SECOND;
  }
}
