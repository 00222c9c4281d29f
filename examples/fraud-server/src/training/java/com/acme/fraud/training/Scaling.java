package com.acme.fraud.training;

/** Brings every column to mean 0 and deviation 1: {@code (x - offset) * scale}. */
record Scaling(float[] offset, float[] scale) {
  static Scaling of(Examples examples) {
    int columns = examples.features()[0].length;
    Scaling scaling = new Scaling(new float[columns], new float[columns]);
    for (int column = 0; column < columns; column++) {
      scaling.measure(examples, column);
    }
    return scaling;
  }

  private void measure(Examples examples, int column) {
    double sum = 0;
    double squares = 0;
    for (float[] row : examples.features()) {
      sum += row[column];
      squares += (double) row[column] * row[column];
    }
    double mean = sum / examples.size();
    offset[column] = (float) mean;
    scale[column] = (float) (1 / Math.sqrt(squares / examples.size() - mean * mean));
  }

  float[] apply(float[] row) {
    float[] scaled = new float[row.length];
    for (int column = 0; column < row.length; column++) {
      scaled[column] = (row[column] - offset[column]) * scale[column];
    }
    return scaled;
  }
}
