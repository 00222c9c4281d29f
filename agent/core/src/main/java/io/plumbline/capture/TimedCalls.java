package io.plumbline.capture;

import java.util.Arrays;

/**
 * The calls that were timed at one level since a moment.
 *
 * <p>They are timed by the clock on the wall, so a thread that had to wait for a core, or for the
 * garbage collector, right there seems expensive. The most expensive 1 of 32, and one in any case,
 * therefore does not count for what a call typically costs.
 */
final class TimedCalls {
  private static final int ONE_OF = 32;

  private final OverheadHistogram histogram;
  private long[] countsBefore;
  private long[] sumsBefore;

  TimedCalls(OverheadHistogram histogram) {
    this.histogram = histogram;
    this.countsBefore = histogram.counts();
    this.sumsBefore = histogram.sums();
  }

  /** From now on those that come. */
  void reset() {
    countsBefore = histogram.counts();
    sumsBefore = histogram.sums();
  }

  long count() {
    return Arrays.stream(histogram.counts()).sum() - Arrays.stream(countsBefore).sum();
  }

  /** What one typically cost, ns; NaN where there is none. */
  double typicalNanos() {
    long[] counts = minus(histogram.counts(), countsBefore);
    long[] sums = minus(histogram.sums(), sumsBefore);
    long all = Arrays.stream(counts).sum();
    if (all == 0) {
      return Double.NaN;
    }
    long left = all == 1 ? 1 : all - Math.max(1, all / ONE_OF);
    long kept = left;
    double nanos = 0;
    for (int bucket = 0; bucket < counts.length && left > 0; bucket++) {
      if (counts[bucket] > 0) {
        long taken = Math.min(left, counts[bucket]);
        nanos += (double) sums[bucket] * taken / counts[bucket];
        left -= taken;
      }
    }
    return nanos / kept;
  }

  private static long[] minus(long[] now, long[] before) {
    long[] difference = new long[now.length];
    Arrays.setAll(difference, i -> Math.max(0, now[i] - before[i]));
    return difference;
  }
}
