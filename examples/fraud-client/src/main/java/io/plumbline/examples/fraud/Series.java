package io.plumbline.examples.fraud;

import java.util.List;
import java.util.Map;

/**
 * The newest point of one metric with one set of attributes.
 *
 * @param count of a histogram, values recorded; of a sum or gauge, its value
 * @param total sum of the values recorded; of a sum or gauge, its value
 * @param bounds upper bounds of the buckets; empty where there are none
 * @param buckets how many values are in each, one more than there are bounds
 */
record Series(
    String metric,
    String unit,
    Map<String, Object> attributes,
    boolean histogram,
    double count,
    double total,
    List<Double> bounds,
    List<Long> buckets) {

  double mean() {
    return count == 0 ? Double.NaN : total / count;
  }

  /** The bound of the bucket below which that share of the values is; NaN where not known. */
  double quantile(double share) {
    double below = 0;
    for (int bucket = 0; bucket < bounds.size(); bucket++) {
      below += buckets.get(bucket);
      if (below >= share * count) {
        return bounds.get(bucket);
      }
    }
    return Double.NaN;
  }
}
