package io.plumbline.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Attributes of a span that say what the model answered. */
final class PredictionAttributes {
  private PredictionAttributes() {}

  static void put(AttributeWriter attributes, Prediction prediction) {
    if (prediction.rows() == 0) {
      return;
    }
    attributes.put(InferenceAttributes.PREDICTION_LABEL, prediction.label(0));
    putFinite(attributes, InferenceAttributes.PREDICTION_SCORE, prediction.score(0));
    putFinite(attributes, InferenceAttributes.PREDICTION_CONFIDENCE, prediction.confidence(0));
    if (prediction.rows() > 1 && prediction.hasLabels()) {
      attributes.putTexts(InferenceAttributes.PREDICTION_LABELS, labels(prediction));
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
      attributes.putTexts(InferenceAttributes.PREDICTION_CLASSES, prediction.classes());
    }
  }

  private static void putFinite(
      AttributeWriter attributes, AttributeKey<Double> key, double value) {
    if (AttributeWriter.holds(value)) {
      attributes.put(key, value);
    }
  }

  private static void putList(
      AttributeWriter attributes,
      AttributeKey<List<Double>> key,
      AttributeKey<List<String>> textKey,
      double[] values) {
    if (!AttributeWriter.holds(values)) {
      // One such value would make a whole trace unreadable in Jaeger.
      attributes.putTexts(textKey, Arrays.stream(values).mapToObj(Double::toString).toList());
    } else if (values.length > 0) {
      attributes.putDoubles(key, values);
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
