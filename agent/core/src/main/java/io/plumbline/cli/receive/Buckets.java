package io.plumbline.cli.receive;

import io.plumbline.otlp.Message;
import java.util.ArrayList;
import java.util.List;

/** A histogram's buckets in ascending order, of either kind, and the quantiles they imply. */
final class Buckets {
  private record Bucket(double lower, double upper, long count) {}

  private final List<Bucket> buckets = new ArrayList<>();
  private final double min;
  private final double max;

  private Buckets(Message point) {
    this.min = point.has("min") ? point.real("min") : Double.NEGATIVE_INFINITY;
    this.max = point.has("max") ? point.real("max") : Double.POSITIVE_INFINITY;
  }

  /** Explicit bounds: bucket i ends at bound i, and the last one nowhere. */
  static Buckets explicit(Message point) {
    Buckets histogram = new Buckets(point);
    List<Double> bounds = point.list("explicitBounds", Double.class);
    List<Long> counts = point.list("bucketCounts", Long.class);
    for (int i = 0; i < counts.size(); i++) {
      double lower = i == 0 ? Double.NEGATIVE_INFINITY : bounds.get(i - 1);
      double upper = i < bounds.size() ? bounds.get(i) : Double.POSITIVE_INFINITY;
      histogram.add(lower, upper, counts.get(i));
    }
    return histogram;
  }

  /** Base-2 exponential: bucket i spans base^(offset+i) to base^(offset+i+1). */
  static Buckets exponential(Message point) {
    Buckets histogram = new Buckets(point);
    double base = Math.pow(2, Math.pow(2, -point.real("scale")));
    histogram.addMirrored(point.message("negative"), base);
    double zero = point.real("zeroThreshold");
    histogram.add(-zero, zero, point.number("zeroCount"));
    Message positive = point.message("positive");
    List<Long> counts = positive.list("bucketCounts", Long.class);
    for (int i = 0; i < counts.size(); i++) {
      double lower = Math.pow(base, positive.real("offset") + i);
      histogram.add(lower, lower * base, counts.get(i));
    }
    return histogram;
  }

  private void addMirrored(Message negative, double base) {
    List<Long> counts = negative.list("bucketCounts", Long.class);
    for (int i = counts.size() - 1; i >= 0; i--) {
      double nearZero = -Math.pow(base, negative.real("offset") + i);
      add(nearZero * base, nearZero, counts.get(i));
    }
  }

  private void add(double lower, double upper, long count) {
    if (count > 0) {
      buckets.add(new Bucket(lower, upper, count));
    }
  }

  /**
   * Linear within its bucket, and never outside of the smallest and largest value seen.
   *
   * @return NaN without values
   */
  double quantile(double share) {
    double rank = share * buckets.stream().mapToLong(Bucket::count).sum();
    double below = 0;
    for (Bucket bucket : buckets) {
      if (below + bucket.count >= rank) {
        return within(bucket, (rank - below) / bucket.count);
      }
      below += bucket.count;
    }
    return Double.NaN;
  }

  private double within(Bucket bucket, double share) {
    double lower = Math.max(bucket.lower, min);
    double upper = Math.min(bucket.upper, max);
    if (Double.isInfinite(lower)) {
      return upper;
    }
    return Double.isInfinite(upper) ? lower : lower + (upper - lower) * share;
  }
}
