package io.plumbline.telemetry;

import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.plumbline.capture.OverheadHistogram;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts in buckets of fixed boundaries, each with the span that was last in it. Cumulative, exact.
 */
final class BucketHistogram {
  private static final int MAX_BOUNDARIES = 1024;

  private final double[] boundaries;
  private final long[] counts;
  private final double[] exemplarValues;
  private final @Nullable Exemplar[] exemplars;
  private long count;
  private double sum;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  /**
   * @param boundaries upper bounds, inclusive, ascending; one more bucket holds what is above
   */
  BucketHistogram(double[] boundaries) {
    this.boundaries = boundaries;
    this.counts = new long[boundaries.length + 1];
    this.exemplarValues = new double[counts.length];
    this.exemplars = new @Nullable Exemplar[counts.length];
  }

  /** What has been recorded elsewhere, without exemplars. */
  static BucketHistogram of(OverheadHistogram cost) {
    BucketHistogram histogram = new BucketHistogram(OverheadHistogram.boundaries());
    long[] counts = cost.counts();
    System.arraycopy(counts, 0, histogram.counts, 0, counts.length);
    histogram.count = Arrays.stream(counts).sum();
    histogram.sum = cost.sumSeconds();
    histogram.min = cost.minSeconds();
    histogram.max = cost.maxSeconds();
    return histogram;
  }

  /**
   * @param value finite
   * @param exemplar null when the inference has no span
   */
  void record(double value, @Nullable Exemplar exemplar) {
    int found = Arrays.binarySearch(boundaries, value);
    int bucket = found >= 0 ? found : -found - 1;
    counts[bucket]++;
    count++;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
    if (exemplar != null) {
      exemplars[bucket] = exemplar;
      exemplarValues[bucket] = value;
    }
  }

  long count() {
    return count;
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

  List<Double> boundaries() {
    return new DoubleList(boundaries);
  }

  List<Long> counts() {
    return Arrays.stream(counts).boxed().toList();
  }

  List<DoubleExemplarData> exemplars() {
    List<DoubleExemplarData> list = new ArrayList<>();
    for (int i = 0; i < exemplars.length; i++) {
      Exemplar exemplar = exemplars[i];
      if (exemplar != null) {
        list.add(exemplar.measuring(exemplarValues[i]));
      }
    }
    return list;
  }

  /** Leaves no single value: no exemplar, and of the extremes a power of two. */
  void forgetSingleValues() {
    Arrays.fill(exemplars, null);
    Arrays.fill(exemplarValues, 0);
    min = Coarse.below(min);
    max = Coarse.above(max);
  }

  /** With its boundaries: a stream keeps those it began with. */
  void writeTo(DataOutput out) throws IOException {
    out.writeInt(boundaries.length);
    for (double boundary : boundaries) {
      out.writeDouble(boundary);
    }
    out.writeLong(count);
    out.writeDouble(sum);
    out.writeDouble(min);
    out.writeDouble(max);
    for (int i = 0; i < counts.length; i++) {
      out.writeLong(counts[i]);
      Exemplar exemplar = exemplars[i];
      out.writeBoolean(exemplar != null);
      if (exemplar != null) {
        out.writeDouble(exemplarValues[i]);
        exemplar.writeTo(out);
      }
    }
  }

  static BucketHistogram readFrom(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_BOUNDARIES) {
      throw new IOException("no histogram has " + length + " boundaries");
    }
    double[] boundaries = new double[length];
    for (int i = 0; i < length; i++) {
      boundaries[i] = in.readDouble();
    }
    BucketHistogram histogram = new BucketHistogram(boundaries);
    histogram.count = in.readLong();
    histogram.sum = in.readDouble();
    histogram.min = in.readDouble();
    histogram.max = in.readDouble();
    histogram.readBuckets(in);
    return histogram;
  }

  private void readBuckets(DataInput in) throws IOException {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = in.readLong();
      if (in.readBoolean()) {
        exemplarValues[i] = in.readDouble();
        exemplars[i] = Exemplar.readFrom(in);
      }
    }
  }
}
