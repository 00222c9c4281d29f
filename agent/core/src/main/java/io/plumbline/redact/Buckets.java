package io.plumbline.redact;

import java.util.Arrays;

/** To the greatest edge that is not above the value; what is below the first edge, to that one. */
final class Buckets implements NumberChange {
  private final double[] edges;

  /**
   * @param edges ascending, at least one
   */
  Buckets(double... edges) {
    if (edges.length == 0) {
      throw new IllegalArgumentException("needs an edge");
    }
    for (int i = 0; i < edges.length; i++) {
      if (!Double.isFinite(edges[i]) || (i > 0 && edges[i] <= edges[i - 1])) {
        throw new IllegalArgumentException("has edges that do not ascend");
      }
    }
    this.edges = edges.clone();
  }

  @Override
  public double apply(double value) {
    if (Double.isNaN(value)) {
      return value;
    }
    int at = Arrays.binarySearch(edges, value);
    int below = at >= 0 ? at : -at - 2;
    return edges[Math.max(0, below)];
  }
}
