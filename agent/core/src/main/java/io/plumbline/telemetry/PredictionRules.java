package io.plumbline.telemetry;

import io.plumbline.capture.Inference;
import io.plumbline.capture.OutputKind;
import io.plumbline.capture.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a prediction is read from outputs. What a configured path gave wins; else the library's own
 * word on what its numbers mean ({@link OutputKind}); else shapes and values tell, and where they
 * are ambiguous the numbers stay scores.
 */
final class PredictionRules {
  /** How far a row's probabilities, rounded to floats, may be from 1. */
  private static final double SUM_TOLERANCE = 1e-3;

  private final Inference inference;
  private final ClassNames names;
  private final List<Matrix> outputs = new ArrayList<>();

  private PredictionRules(Inference inference) {
    this.inference = inference;
    this.names = new ClassNames(inference.model().labels());
    for (Tensor output : inference.outputs()) {
      Matrix matrix = matrix(output);
      if (matrix.rows() > 0) {
        outputs.add(matrix);
      }
    }
  }

  static Prediction apply(Inference inference) {
    return new PredictionRules(inference).read();
  }

  private Prediction read() {
    Tensor label = inference.label();
    Tensor score = inference.score();
    Tensor probabilities = inference.probabilities();
    if (label == null && score == null && probabilities == null) {
      return byKind(null, null);
    }
    Matrix scored = numbers(score);
    Matrix likely = numbers(probabilities);
    return label == null ? byKind(scored, likely) : labelled(matrix(label), scored, likely);
  }

  private @Nullable Matrix numbers(@Nullable Tensor tensor) {
    return tensor == null || tensor.isText() || tensor.size() == 0 ? null : matrix(tensor);
  }

  private Matrix matrix(Tensor tensor) {
    return Matrix.of(tensor, inference.batchSize());
  }

  /** A configured label, with what a configured score and probabilities add. */
  private Prediction labelled(Matrix label, @Nullable Matrix score, @Nullable Matrix likely) {
    Prediction prediction =
        score == null && likely == null ? new Prediction(label.rows()) : byKind(score, likely);
    if (prediction.rows() < label.rows()) {
      prediction = new Prediction(label.rows());
    }
    for (int row = 0; row < label.rows(); row++) {
      prediction.putLabel(row, names.label(label, row, likely));
    }
    return prediction;
  }

  /**
   * @param score read by a configured path; null where none is
   * @param likely probabilities read by a configured path; null where none is
   */
  private Prediction byKind(@Nullable Matrix score, @Nullable Matrix likely) {
    Matrix configured = score != null ? score : likely;
    Matrix one = configured != null ? configured : first(this::isNumeric);
    Matrix many = likely != null ? likely : score != null ? score : bestProbabilities();
    Prediction prediction =
        switch (inference.outputKind()) {
          case BINARY_PROBABILITY -> one == null ? Prediction.NONE : binary(one);
          case CLASS_PROBABILITIES -> many == null ? Prediction.NONE : classes(many, null);
          case CLASS_INDEX -> one == null ? Prediction.NONE : labels(one);
          case SCORES -> one == null ? Prediction.NONE : scores(one);
          case UNKNOWN -> configured == null ? guess() : byPath(score, likely);
        };
    if (score != null && prediction.rows() > 0 && prediction.rows() == score.rows()) {
      prediction.putScores(values(score));
    }
    return prediction;
  }

  private Prediction byPath(@Nullable Matrix score, @Nullable Matrix likely) {
    if (likely != null) {
      return classes(likely, null);
    }
    return score == null ? Prediction.NONE : scores(score);
  }

  private @Nullable Matrix first(Predicate<Matrix> wanted) {
    for (Matrix output : outputs) {
      if (wanted.test(output)) {
        return output;
      }
    }
    return null;
  }

  private @Nullable Matrix bestProbabilities() {
    Matrix named = first(output -> output.tensor().classes() != null);
    if (named != null) {
      return named;
    }
    Matrix wide = first(output -> isFloat(output) && output.columns() > 1);
    return wide == null ? first(this::isFloat) : wide;
  }

  /** Tells from shapes and values. */
  private Prediction guess() {
    List<Matrix> likely = all(output -> output.tensor().classes() != null && isNumeric(output));
    if (likely.isEmpty()) {
      likely = all(this::looksLikeProbabilities);
    }
    List<Matrix> labels = all(this::looksLikeLabels);
    List<Matrix> floats = all(this::isFloat);
    if (likely.size() == 1) {
      return classes(likely.get(0), labels.size() == 1 ? labels.get(0) : null);
    }
    if (labels.size() == 1 && floats.size() + 1 == outputs.size() && floats.size() < 2) {
      Prediction prediction = labels(labels.get(0));
      boolean scored = floats.size() == 1 && floats.get(0).rows() == prediction.rows();
      return scored ? prediction.putScores(values(floats.get(0))) : prediction;
    }
    Matrix numbers = floats.isEmpty() ? first(this::isNumeric) : floats.get(0);
    return numbers == null ? Prediction.NONE : scores(numbers);
  }

  private List<Matrix> all(Predicate<Matrix> wanted) {
    List<Matrix> all = new ArrayList<>(outputs.size());
    for (Matrix output : outputs) {
      if (wanted.test(output)) {
        all.add(output);
      }
    }
    return all;
  }

  private boolean isNumeric(Matrix output) {
    return !output.tensor().isText();
  }

  private boolean isFloat(Matrix output) {
    return switch (output.tensor().datatype()) {
      case FP16, BF16, FP32, FP64 -> true;
      default -> false;
    };
  }

  private boolean looksLikeLabels(Matrix output) {
    return !isFloat(output) && output.hostColumns() == 1;
  }

  private boolean looksLikeProbabilities(Matrix output) {
    if (!isFloat(output) || output.columns() < 2 || !output.hasAllColumns()) {
      return false;
    }
    for (int row = 0; row < output.rows(); row++) {
      if (!sumsToOne(output, row)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sumsToOne(Matrix output, int row) {
    double sum = 0;
    for (int column = 0; column < output.columns(); column++) {
      double value = output.valueAt(row, column);
      if (!(value >= 0 && value <= 1)) {
        return false;
      }
      sum += value;
    }
    return Math.abs(sum - 1) <= SUM_TOLERANCE;
  }

  /** One probability of class 1 a row. */
  private Prediction binary(Matrix output) {
    if (output.columns() > 1) {
      return classes(output, null);
    }
    double[] scores = values(output);
    double[] confidences = new double[scores.length];
    Prediction prediction = new Prediction(output.rows());
    for (int row = 0; row < scores.length; row++) {
      double probability = scores[row];
      if (probability < 0 || probability > 1) {
        return scores(output);
      }
      confidences[row] = Math.max(probability, 1 - probability);
      boolean known = !Double.isNaN(probability);
      prediction.putLabel(row, known ? names.name(probability >= 0.5 ? 1 : 0) : null);
    }
    return prediction.putScores(scores).putConfidences(confidences);
  }

  /**
   * One probability a class and row.
   *
   * @param labels the model's own labels, which then stand instead of the most probable class
   */
  private Prediction classes(Matrix output, @Nullable Matrix labels) {
    if (output.hostColumns() == 1 && output.tensor().classes() == null) {
      return binary(output);
    }
    List<String> classes = names.columns(output);
    boolean labelled = labels != null && labels.rows() == output.rows();
    Prediction prediction = new Prediction(output.rows());
    double[] confidences = new double[output.rows()];
    for (int row = 0; row < output.rows(); row++) {
      int winner = output.hasAllColumns() ? winner(output, row) : -1;
      confidences[row] = winner < 0 ? Double.NaN : output.valueAt(row, winner);
      if (labels != null && labelled) {
        prediction.putLabel(row, names.label(labels, row, output));
      } else if (winner >= 0) {
        prediction.putLabel(row, classes.get(winner));
      }
    }
    prediction.putProbabilities(values(output), classes).putConfidences(confidences);
    return output.hostColumns() == 2 ? prediction.putScores(column(output, 1)) : prediction;
  }

  /** Column of the greatest value; -1 when any is not known. */
  private static int winner(Matrix output, int row) {
    int winner = 0;
    for (int column = 0; column < output.columns(); column++) {
      double value = output.valueAt(row, column);
      if (Double.isNaN(value)) {
        return -1;
      }
      if (value > output.valueAt(row, winner)) {
        winner = column;
      }
    }
    return output.columns() == 0 ? -1 : winner;
  }

  private Prediction labels(Matrix output) {
    if (output.columns() != 1) {
      return output.tensor().isText() ? Prediction.NONE : scores(output);
    }
    Prediction prediction = new Prediction(output.rows());
    for (int row = 0; row < output.rows(); row++) {
      prediction.putLabel(row, names.label(output, row, null));
    }
    return prediction;
  }

  private static Prediction scores(Matrix output) {
    return output.tensor().isText()
        ? Prediction.NONE
        : new Prediction(output.rows()).putScores(values(output));
  }

  private static double[] values(Matrix output) {
    double[] values = new double[output.rows() * output.columns()];
    int next = 0;
    for (int row = 0; row < output.rows(); row++) {
      for (int column = 0; column < output.columns(); column++) {
        values[next++] = output.valueAt(row, column);
      }
    }
    return values;
  }

  private static double[] column(Matrix output, int column) {
    double[] values = new double[output.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = column < output.columns() ? output.valueAt(row, column) : Double.NaN;
    }
    return values;
  }
}
