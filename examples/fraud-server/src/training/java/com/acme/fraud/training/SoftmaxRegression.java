package com.acme.fraud.training;

import java.util.Random;

/**
 * Multinomial logistic regression, by stochastic gradient descent.
 *
 * @param weights for each class, one for each feature
 * @param bias one for each class
 */
record SoftmaxRegression(float[][] weights, float[] bias) {
  private static final int EPOCHS = 20;
  private static final double FIRST_STEP = 0.05;

  /** Trains on features that are already scaled. */
  static SoftmaxRegression train(Examples examples, int classes, long seed) {
    int columns = examples.features()[0].length;
    SoftmaxRegression model =
        new SoftmaxRegression(new float[classes][columns], new float[classes]);
    Random random = new Random(seed);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      double step = FIRST_STEP / (1 + epoch);
      for (int i = 0; i < examples.size(); i++) {
        int row = random.nextInt(examples.size());
        model.learn(examples.features()[row], examples.labels()[row], step);
      }
    }
    return model;
  }

  /** One step down the gradient of the cross entropy. */
  private void learn(float[] row, int label, double step) {
    double[] probabilities = probabilities(row);
    for (int c = 0; c < bias.length; c++) {
      double error = probabilities[c] - (c == label ? 1 : 0);
      bias[c] -= (float) (step * error);
      for (int column = 0; column < row.length; column++) {
        weights[c][column] -= (float) (step * error * row[column]);
      }
    }
  }

  double[] probabilities(float[] row) {
    double[] exponentials = new double[bias.length];
    double sum = 0;
    for (int c = 0; c < bias.length; c++) {
      double logit = bias[c];
      for (int column = 0; column < row.length; column++) {
        logit += weights[c][column] * row[column];
      }
      sum += exponentials[c] = Math.exp(logit);
    }
    for (int c = 0; c < bias.length; c++) {
      exponentials[c] /= sum;
    }
    return exponentials;
  }
}
