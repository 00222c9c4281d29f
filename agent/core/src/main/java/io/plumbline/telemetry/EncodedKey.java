package io.plumbline.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.plumbline.otlp.WireWriter;
import java.nio.charset.StandardCharsets;

/** Name of an attribute as OTLP writes it: worked out once, copied into every span. */
final class EncodedKey {
  private static final int KEY = 1; // of KeyValue

  private final byte[] field;

  private EncodedKey(String name) {
    this.field = WireWriter.delimited(KEY, name.getBytes(StandardCharsets.UTF_8));
  }

  static EncodedKey of(String name) {
    return new EncodedKey(name);
  }

  static EncodedKey of(AttributeKey<?> key) {
    return new EncodedKey(key.getKey());
  }

  byte[] field() {
    return field;
  }
}
