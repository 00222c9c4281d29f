package io.plumbline.telemetry;

import io.plumbline.otlp.WireWriter;

/** Name of an attribute as OTLP writes it: worked out once, copied into every span. */
final class EncodedKey {
  private final int field;
  private final byte[] key;
  private final byte[] beforeDouble;

  /**
   * @param field number of the attributes in the message that has them
   */
  EncodedKey(int field, String name) {
    this.field = field;
    this.key = key(name);
    this.beforeDouble = beforeDouble(field, key);
  }

  private static byte[] key(String name) {
    WireWriter out = new WireWriter();
    out.string(OtlpValue.KEY, name);
    return out.toBytes();
  }

  private static byte[] beforeDouble(int field, byte[] key) {
    WireWriter out = new WireWriter();
    out.length(field, key.length + OtlpValue.PREFIX_BYTES + OtlpValue.DOUBLE_BYTES);
    out.fields(key);
    out.length(OtlpValue.VALUE, OtlpValue.DOUBLE_BYTES);
    out.tagOfReal(OtlpValue.DOUBLE);
    return out.toBytes();
  }

  int field() {
    return field;
  }

  /** Field of a message KeyValue. */
  byte[] key() {
    return key;
  }

  /** All that stands before the eight bytes of a double: most attributes of most spans are one. */
  byte[] beforeDouble() {
    return beforeDouble;
  }
}
