package io.plumbline.telemetry;

import io.plumbline.capture.Inference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model answered, row by row as far as captured: label, score, confidence, probabilities.
 *
 * <p>Any of them may be unknown: a regressor has only scores, a classifier that returns its label
 * only that. {@link #of} is a pure function of the record; its rules stand in {@link
 * PredictionRules}.
 */
public final class Prediction {
  static final Prediction NONE = new Prediction(0);

  private final int rows;
  private final @Nullable String[] labels;
  private double[] scores = {};
  private double[] confidences = {};
  private double[] probabilities = {};
  private List<String> classes = List.of();

  /** Of {@code rows} rows of which nothing is known yet. */
  Prediction(int rows) {
    this.rows = rows;
    this.labels = new @Nullable String[rows];
  }

  /** Reads the prediction of one inference. */
  public static Prediction of(Inference inference) {
    return PredictionRules.apply(inference);
  }

  Prediction putLabel(int row, @Nullable String label) {
    labels[row] = label;
    return this;
  }

  Prediction putScores(double... newScores) {
    scores = newScores;
    return this;
  }

  Prediction putConfidences(double... newConfidences) {
    confidences = newConfidences;
    return this;
  }

  Prediction putProbabilities(double[] newProbabilities, List<String> newClasses) {
    probabilities = newProbabilities;
    classes = newClasses;
    return this;
  }

  /** Rows that were captured; 0 when nothing is known. */
  public int rows() {
    return rows;
  }

  /** Winning class of a row; null when unknown. */
  public @Nullable String label(int row) {
    return labels[row];
  }

  /** True when a label of any row is known. */
  public boolean hasLabels() {
    for (String label : labels) {
      if (label != null) {
        return true;
      }
    }
    return false;
  }

  /** True when each row has one score, no more. */
  public boolean hasScores() {
    return rows > 0 && scores.length == rows;
  }

  /** Score of a row; NaN when unknown. */
  public double score(int row) {
    return hasScores() ? scores[row] : Double.NaN;
  }

  /** All scores, row-major; empty when unknown. */
  public double[] scores() {
    return scores.clone();
  }

  /** True when there is a confidence, perhaps NaN, for each row. */
  boolean hasConfidences() {
    return confidences.length > 0;
  }

  /** Probability of a row's winning class; NaN when unknown. */
  public double confidence(int row) {
    return row < confidences.length ? confidences[row] : Double.NaN;
  }

  /** The least confidence of any row; NaN when unknown. */
  public double leastConfidence() {
    double least = Double.NaN;
    for (double confidence : confidences) {
      least = confidence < least || Double.isNaN(least) ? confidence : least;
    }
    return least;
  }

  /** One a class, row-major; empty when unknown. */
  public double[] probabilities() {
    return probabilities.clone();
  }

  /** Names of the classes, in the order of {@link #probabilities}. */
  public List<String> classes() {
    return classes;
  }
}
