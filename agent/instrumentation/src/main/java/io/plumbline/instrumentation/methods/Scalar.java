package io.plumbline.instrumentation.methods;

import io.plumbline.capture.DataType;
import io.plumbline.capture.TensorWriter;
import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Single values: numbers, booleans, and what has a short text of its own. */
final class Scalar {
  private Scalar() {}

  /** The datatype that keeps the value whole; null for what is no single value. */
  static @Nullable DataType typeOf(@Nullable Object value) {
    if (value instanceof Double) {
      return DataType.FP64;
    }
    if (value instanceof Float) {
      return DataType.FP32;
    }
    if (value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte
        || value instanceof AtomicInteger
        || value instanceof AtomicLong
        || (value instanceof BigInteger big && big.bitLength() < Long.SIZE)) {
      return DataType.INT64;
    }
    if (value instanceof Number) {
      return DataType.FP64;
    }
    if (value instanceof Boolean) {
      return DataType.BOOL;
    }
    return isText(value) ? DataType.BYTES : null;
  }

  private static boolean isText(@Nullable Object value) {
    return value instanceof String
        || value instanceof Character
        || value instanceof Enum
        || value instanceof UUID
        || (value instanceof TemporalAccessor && isOfJdk(value))
        || (value instanceof CharSequence && isOfJdk(value));
  }

  private static boolean isOfJdk(Object value) {
    return value.getClass().getClassLoader() == null;
  }

  /** Null for what is no single value. */
  static @Nullable String textOf(Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    return typeOf(value) == null ? null : value.toString();
  }

  /**
   * Appends a value to a tensor of a type that it fits.
   *
   * @param value null: NaN in numbers; elsewhere there is nothing that would say it
   */
  static void append(TensorWriter tensor, DataType type, @Nullable Object value) {
    switch (type) {
      case FP32 -> tensor.append(value instanceof Number number ? number.floatValue() : Float.NaN);
      case FP64 ->
          tensor.append(value instanceof Number number ? number.doubleValue() : Double.NaN);
      case BOOL -> tensor.append(Boolean.TRUE.equals(value) ? 1L : 0L);
      case BYTES -> {
        String text = value == null ? null : textOf(value);
        tensor.append(text == null ? "" : text);
      }
      default -> tensor.append(value instanceof Number number ? number.longValue() : 0L);
    }
  }

  /**
   * The type that holds all of them.
   *
   * @return null when there is none: numbers beside texts, a missing text, or no single value
   */
  static @Nullable DataType commonType(@Nullable Object[] values) {
    DataType common = null;
    boolean missing = false;
    for (Object value : values) {
      DataType type = typeOf(value);
      if (value == null) {
        missing = true;
      } else if (type == null || (common != null && type != common && !areNumbers(type, common))) {
        return null;
      } else {
        common = common == null || common == type ? type : DataType.FP64;
      }
    }
    if (!missing) {
      return common;
    }
    // Only floating point can say that a value is missing.
    return common == null || isNumber(common) ? DataType.FP64 : null;
  }

  private static boolean areNumbers(DataType first, DataType second) {
    return isNumber(first) && isNumber(second);
  }

  private static boolean isNumber(DataType type) {
    return type != DataType.BYTES && type != DataType.BOOL;
  }
}
