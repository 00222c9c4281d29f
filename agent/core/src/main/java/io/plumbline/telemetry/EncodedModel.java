package io.plumbline.telemetry;

import io.plumbline.capture.ModelRef;
import io.plumbline.otlp.WireWriter;

/** What all spans of a model share, as OTLP writes it: worked out once. */
final class EncodedModel {
  private final byte[] name;
  private final byte[] attributes;

  /**
   * @param nameField number of the name in a message Span
   */
  EncodedModel(int nameField, ModelRef model) {
    WireWriter out = new WireWriter();
    out.string(nameField, model.operation() + " " + model.name());
    this.name = out.toBytes();
    out.clear();
    new AttributeWriter(out)
        .put(SpanKeys.OPERATION_NAME, model.operation())
        .put(SpanKeys.MODEL_NAME, model.name())
        .put(SpanKeys.MODEL_VERSION, model.version())
        .put(SpanKeys.FRAMEWORK_NAME, model.library())
        .put(SpanKeys.FRAMEWORK_VERSION, model.libraryVersion());
    this.attributes = out.toBytes();
  }

  /** The span's name. */
  byte[] name() {
    return name;
  }

  byte[] attributes() {
    return attributes;
  }
}
