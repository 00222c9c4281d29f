package io.plumbline.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Attributes of a span that say what the model answered. */
final class PredictionAttributes {
  private PredictionAttributes() {}

  static void put(AttributeWriter attributes, Prediction prediction) {
    if (prediction.rows() == 0) {
      return;
    }
    attributes.put(SpanKeys.PREDICTION_LABEL, prediction.label(0));
    putFinite(attributes, SpanKeys.PREDICTION_SCORE, prediction.score(0));
    putFinite(attributes, SpanKeys.PREDICTION_CONFIDENCE, prediction.confidence(0));
    if (prediction.rows() > 1 && prediction.hasLabels()) {
      attributes.putTexts(SpanKeys.PREDICTION_LABELS, labels(prediction));
    }
    double score = prediction.score(0);
    if (prediction.rows() > 1 || !prediction.hasScores() || !Double.isFinite(score)) {
      putList(attributes, SpanKeys.PREDICTION_SCORES, prediction.scores());
    }
    double[] probabilities = prediction.probabilities();
    putList(attributes, SpanKeys.PREDICTION_PROBABILITIES, probabilities);
    if (probabilities.length > 0) {
      attributes.putTexts(SpanKeys.PREDICTION_CLASSES, prediction.classes());
    }
  }

  private static void putFinite(AttributeWriter attributes, EncodedKey key, double value) {
    if (Double.isFinite(value)) {
      attributes.put(key, value);
    }
  }

  private static void putList(AttributeWriter attributes, EncodedKey key, double[] values) {
    if (!AttributeWriter.holds(values)) {
      // One such value would make a whole trace unreadable in Jaeger.
      attributes.putTexts(key, texts(values));
    } else if (values.length > 0) {
      attributes.putDoubles(key, values);
    }
  }

  private static List<String> texts(double... values) {
    List<String> texts = new ArrayList<>(values.length);
    for (double value : values) {
      texts.add(Double.toString(value));
    }
    return texts;
  }

  private static List<String> labels(Prediction prediction) {
    List<String> labels = new ArrayList<>(prediction.rows());
    for (int row = 0; row < prediction.rows(); row++) {
      labels.add(Objects.requireNonNullElse(prediction.label(row), ""));
    }
    return labels;
  }
}
