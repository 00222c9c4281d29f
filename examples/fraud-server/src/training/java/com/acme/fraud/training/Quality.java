package com.acme.fraud.training;

import java.util.Comparator;
import java.util.stream.IntStream;

/** How good a model is on rows that it was not trained on. */
final class Quality {
  private Quality() {}

  /**
   * Probability that a row of class 1 scores higher than one of class 0 (area under the ROC curve);
   * chance gives 0.5. Computed from ranks; equal scores share theirs.
   */
  static double areaUnderCurve(float[] scores, int[] labels) {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(row -> scores[row]))
            .mapToInt(Integer::intValue)
            .toArray();
    double rankSum = 0;
    long positives = 0;
    for (int from = 0, to; from < order.length; from = to) {
      for (to = from; to < order.length && scores[order[to]] == scores[order[from]]; to++) {}
      double sharedRank = (from + 1 + to) / 2.0;
      for (int i = from; i < to; i++) {
        rankSum += labels[order[i]] * sharedRank;
        positives += labels[order[i]];
      }
    }
    long negatives = scores.length - positives;
    return (rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
  }

  /** Share of rows that got their own label. */
  static double accuracy(int[] predicted, int[] labels) {
    long right = IntStream.range(0, labels.length).filter(i -> predicted[i] == labels[i]).count();
    return (double) right / labels.length;
  }
}
