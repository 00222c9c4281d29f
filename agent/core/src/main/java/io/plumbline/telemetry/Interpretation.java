package io.plumbline.telemetry;

import io.plumbline.capture.Inference;

/**
 * What an inference means: its features by name and its prediction. Worked out once, for the
 * metrics and for the span.
 */
public final class Interpretation {
  private final Inference inference;
  private final Prediction prediction;
  private final InputTable inputs;

  Interpretation(Inference inference, Prediction prediction, InputTable inputs) {
    this.inference = inference;
    this.prediction = prediction;
    this.inputs = inputs;
  }

  public Inference inference() {
    return inference;
  }

  Prediction prediction() {
    return prediction;
  }

  InputTable inputs() {
    return inputs;
  }
}
