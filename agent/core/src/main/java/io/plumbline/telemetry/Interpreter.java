package io.plumbline.telemetry;

import io.plumbline.capture.Inference;
import io.plumbline.capture.InferenceDecoder;
import java.nio.ByteBuffer;

/**
 * Reads and interprets records, and remembers their models and how the inputs of these are laid
 * out. What is made with one interpreter should go on with it: layouts are known by identity. For
 * one thread.
 */
public final class Interpreter {
  private final InferenceDecoder decoder = new InferenceDecoder();
  private final InputLayouts layouts = new InputLayouts();

  /**
   * @param record one whole record between position and limit; its position does not move
   * @throws RuntimeException when the record makes no sense
   */
  public Interpretation interpret(ByteBuffer record) {
    return interpret(decoder.decode(record));
  }

  Interpretation interpret(Inference inference) {
    return new Interpretation(inference, Prediction.of(inference), layouts.table(inference));
  }
}
