package io.plumbline.capture;

import io.plumbline.redact.ValueRule;
import java.util.Locale;

/**
 * Type of a tensor's elements, named as in the Open Inference Protocol v2.
 *
 * <p>{@link #code} is on disk: never reuse or renumber one.
 */
public enum DataType {
  BOOL(1, 1),
  UINT8(2, 1),
  UINT16(3, 2),
  UINT32(4, 4),
  UINT64(5, 8),
  INT8(6, 1),
  INT16(7, 2),
  INT32(8, 4),
  INT64(9, 8),
  FP16(10, 2),
  BF16(11, 2),
  FP32(12, 4),
  FP64(13, 8),
  /** Strings. */
  BYTES(14, 0);

  private static final DataType[] BY_CODE = new DataType[15];

  static {
    for (DataType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;
  private final int width;

  DataType(int code, int width) {
    this.code = code;
    this.width = width;
  }

  /** Stable number, 1 to 14. */
  int code() {
    return code;
  }

  /** Bytes of one element in a record; 0 where elements differ in length. */
  int width() {
    return width;
  }

  /** True for floats that come as their 16 bits. */
  boolean isShortFloat() {
    return this == FP16 || this == BF16;
  }

  /**
   * What stands instead of an element, within what this type can hold.
   *
   * @throws UnsupportedOperationException for 16-bit floats, which come as their bits
   */
  long changed(long value, ValueRule rule) {
    long changed = rule.changed(value);
    return switch (this) {
      case BOOL -> changed == 0 ? 0 : 1;
      case UINT8, UINT16, UINT32 -> Math.max(0, Math.min((1L << (8 * width)) - 1, changed));
      case UINT64 -> Math.max(0, changed);
      case INT8, INT16, INT32 -> {
        long most = (1L << (8 * width - 1)) - 1;
        yield Math.max(-most - 1, Math.min(most, changed));
      }
      case INT64 -> changed;
      default -> throw new UnsupportedOperationException(name());
    };
  }

  /**
   * @throws InvalidRecordException for a code that no type has
   */
  static DataType ofCode(int code) {
    if (code < 1 || code >= BY_CODE.length) {
      throw new InvalidRecordException(String.format(Locale.ROOT, "no datatype has code %d", code));
    }
    return BY_CODE[code];
  }
}
