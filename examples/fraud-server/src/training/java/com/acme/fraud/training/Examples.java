package com.acme.fraud.training;

import java.util.Arrays;

/**
 * Labelled rows.
 *
 * @param features values of each row
 * @param labels class of each row, from 0
 */
record Examples(float[][] features, int[] labels) {
  Examples {
    if (features.length != labels.length) {
      throw new IllegalArgumentException(features.length + " rows, " + labels.length + " labels");
    }
  }

  int size() {
    return labels.length;
  }

  /** The rows from {@code from} to before {@code to}. */
  Examples slice(int from, int to) {
    return new Examples(
        Arrays.copyOfRange(features, from, to), Arrays.copyOfRange(labels, from, to));
  }

  float[] rowMajor() {
    int columns = features[0].length;
    float[] values = new float[size() * columns];
    for (int row = 0; row < size(); row++) {
      System.arraycopy(features[row], 0, values, row * columns, columns);
    }
    return values;
  }
}
