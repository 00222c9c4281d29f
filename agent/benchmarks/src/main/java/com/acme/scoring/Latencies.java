package com.acme.scoring;

/**
 * Durations in buckets less than 1.6 % wide, in fixed memory: to note one allocates nothing.
 *
 * <p>Each power of two has 64 buckets of equal width.
 */
final class Latencies {
  private static final int SUB_BITS = 6;
  private static final int SUBS = 1 << SUB_BITS;

  private final long[] counts = new long[(64 - SUB_BITS) * SUBS];
  private long count;
  private long max;

  void note(long nanos) {
    counts[bucket(Math.max(0, nanos))]++;
    count++;
    if (nanos > max) {
      max = nanos;
    }
  }

  void add(Latencies other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    count += other.count;
    max = Math.max(max, other.max);
  }

  long max() {
    return max;
  }

  /**
   * @param share from 0 to 1
   * @return ns, the middle of the bucket; 0 when nothing was noted
   */
  long quantile(double share) {
    long wanted = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      seen += counts[bucket];
      if (seen >= wanted) {
        return Math.min(max, middle(bucket));
      }
    }
    return 0;
  }

  private static int bucket(long nanos) {
    if (nanos < SUBS) {
      return (int) nanos;
    }
    int shift = 63 - Long.numberOfLeadingZeros(nanos) - SUB_BITS;
    return (shift + 1) * SUBS + (int) (nanos >>> shift) - SUBS;
  }

  private static long middle(int bucket) {
    if (bucket < SUBS) {
      return bucket;
    }
    int shift = bucket / SUBS - 1;
    long low = (long) (bucket % SUBS + SUBS) << shift;
    return low + (1L << shift) / 2;
  }
}
