package io.plumbline.telemetry;

import io.plumbline.capture.Inference;

/**
 * Interprets inferences, and remembers how the inputs of their models are laid out. What is made
 * with one interpreter should go on with it: layouts are known by identity. For one thread.
 */
public final class Interpreter {
  private final InputLayouts layouts = new InputLayouts();

  /**
   * @throws RuntimeException when the record makes no sense
   */
  public Interpretation interpret(Inference inference) {
    return new Interpretation(inference, Prediction.of(inference), layouts.table(inference));
  }
}
