package io.plumbline.telemetry;

/** Numbers of the fields that make an attribute, of opentelemetry-proto's common.proto. */
final class OtlpValue {
  // Of KeyValue.
  static final int KEY = 1;
  static final int VALUE = 2;

  // Of AnyValue.
  static final int STRING = 1;
  static final int BOOL = 2;
  static final int INT = 3;
  static final int DOUBLE = 4;
  static final int ARRAY = 5;

  // Of ArrayValue.
  static final int VALUES = 1;

  /** An AnyValue with a double. */
  static final int DOUBLE_BYTES = 1 + Double.BYTES;

  /** Tag and length of what is that short. */
  static final int PREFIX_BYTES = 2;

  private OtlpValue() {}
}
