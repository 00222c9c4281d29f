package io.plumbline.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Attributes of a span that say what the model answered. */
final class PredictionAttributes {
  private PredictionAttributes() {}

  static void put(FlatAttributes.Builder attributes, Prediction prediction) {
    if (prediction.rows() == 0) {
      return;
    }
    attributes.put(InferenceAttributes.PREDICTION_LABEL, prediction.label(0));
    putFinite(attributes, InferenceAttributes.PREDICTION_SCORE, prediction.score(0));
    putFinite(attributes, InferenceAttributes.PREDICTION_CONFIDENCE, prediction.confidence(0));
    if (prediction.rows() > 1 && prediction.hasLabels()) {
      attributes.put(InferenceAttributes.PREDICTION_LABELS, labels(prediction));
    }
    double score = prediction.score(0);
    if (prediction.rows() > 1 || !prediction.hasScores() || !Double.isFinite(score)) {
      putList(
          attributes,
          InferenceAttributes.PREDICTION_SCORES,
          InferenceAttributes.PREDICTION_SCORES_TEXT,
          prediction.scores());
    }
    double[] probabilities = prediction.probabilities();
    putList(
        attributes,
        InferenceAttributes.PREDICTION_PROBABILITIES,
        InferenceAttributes.PREDICTION_PROBABILITIES_TEXT,
        probabilities);
    if (probabilities.length > 0) {
      attributes.put(InferenceAttributes.PREDICTION_CLASSES, prediction.classes());
    }
  }

  private static void putFinite(
      FlatAttributes.Builder attributes, AttributeKey<Double> key, double value) {
    attributes.put(key, Double.isFinite(value) ? value : null);
  }

  private static void putList(
      FlatAttributes.Builder attributes,
      AttributeKey<List<Double>> key,
      AttributeKey<List<String>> textKey,
      double[] values) {
    DoubleList list = new DoubleList(values);
    if (list.isFinite()) {
      attributes.put(key, list.isEmpty() ? null : list);
    } else {
      // JSON has no NaN: one such value would make a whole trace unreadable in Jaeger.
      attributes.put(textKey, Arrays.stream(values).mapToObj(Double::toString).toList());
    }
  }

  private static List<String> labels(Prediction prediction) {
    List<String> labels = new ArrayList<>(prediction.rows());
    for (int row = 0; row < prediction.rows(); row++) {
      labels.add(Objects.requireNonNullElse(prediction.label(row), ""));
    }
    return labels;
  }
}
