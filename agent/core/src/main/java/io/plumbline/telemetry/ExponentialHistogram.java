package io.plumbline.telemetry;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Values of any magnitude and sign in base-2 exponential buckets (OpenTelemetry data model): bucket
 * {@code i} of scale {@code s} holds values in {@code (b^i, b^(i+1)]} where {@code b = 2^(2^-s)}.
 *
 * <p>It starts as fine as {@value #MAX_SCALE} and grows coarser, for both signs alike, whenever
 * either range needs more than {@value #MAX_BUCKETS} buckets. Cumulative, exact in its counts.
 */
final class ExponentialHistogram {
  static final int MAX_BUCKETS = 160;
  static final int MAX_SCALE = 20;
  static final int MIN_SCALE = -10;

  private static final double LOG2_E = 1 / Math.log(2);
  private static final long FRACTION = (1L << 52) - 1;

  /** Bits of 1.0. */
  private static final long ONE = (long) Double.MAX_EXPONENT << 52;

  private final ExponentialBuckets positive = new ExponentialBuckets(MAX_BUCKETS);
  private final ExponentialBuckets negative = new ExponentialBuckets(MAX_BUCKETS);
  private int scale = MAX_SCALE;
  private long count;
  private long zeroCount;
  private double sum;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  /**
   * @param value finite
   */
  void record(double value) {
    count++;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
    if (value == 0) {
      zeroCount++;
    } else {
      put(value > 0 ? positive : negative, Math.abs(value));
    }
  }

  private void put(ExponentialBuckets buckets, double magnitude) {
    int index = index(magnitude, scale);
    int shift = buckets.shiftToFit(index);
    if (shift > 0) {
      positive.mergeNeighbours(shift);
      negative.mergeNeighbours(shift);
      scale -= shift;
      index >>= shift;
    }
    buckets.increment(index);
  }

  /**
   * Index of the bucket that holds a magnitude.
   *
   * @param magnitude above 0, finite
   */
  static int index(double magnitude, int scale) {
    // A subnormal does not store its exponent; brought into the normal range, it does.
    boolean subnormal = magnitude < Double.MIN_NORMAL;
    long bits = Double.doubleToRawLongBits(subnormal ? magnitude * 0x1p52 : magnitude);
    int exponent = (int) (bits >>> 52) - Double.MAX_EXPONENT - (subnormal ? 52 : 0);
    long fraction = bits & FRACTION;
    if (fraction == 0) {
      // A power of two is the upper bound of its bucket, exactly.
      return scale >= 0 ? (exponent << scale) - 1 : (exponent - 1) >> -scale;
    }
    if (scale <= 0) {
      return exponent >> -scale;
    }
    // The significand alone: its logarithm loses nothing to the size of the exponent.
    double significand = Double.longBitsToDouble(fraction | ONE);
    int within = (int) Math.ceil(Math.log(significand) * LOG2_E * (1 << scale)) - 1;
    return (exponent << scale) + Math.min(Math.max(within, 0), (1 << scale) - 1);
  }

  int scale() {
    return scale;
  }

  long count() {
    return count;
  }

  long zeroCount() {
    return zeroCount;
  }

  double sum() {
    return sum;
  }

  double min() {
    return min;
  }

  double max() {
    return max;
  }

  ExponentialBuckets positive() {
    return positive;
  }

  ExponentialBuckets negative() {
    return negative;
  }

  /** Leaves no single value: the extremes are known to a power of two. */
  void forgetSingleValues() {
    min = Coarse.below(min);
    max = Coarse.above(max);
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeByte(scale);
    out.writeLong(count);
    out.writeLong(zeroCount);
    out.writeDouble(sum);
    out.writeDouble(min);
    out.writeDouble(max);
    positive.writeTo(out);
    negative.writeTo(out);
  }

  void readFrom(DataInput in) throws IOException {
    scale = in.readByte();
    count = in.readLong();
    zeroCount = in.readLong();
    sum = in.readDouble();
    min = in.readDouble();
    max = in.readDouble();
    positive.readFrom(in);
    negative.readFrom(in);
    if (scale < MIN_SCALE - 1 || scale > MAX_SCALE) {
      throw new IOException("no exponential histogram has scale " + scale);
    }
  }
}
