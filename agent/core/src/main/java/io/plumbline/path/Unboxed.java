package io.plumbline.path;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** What a primitive of the host is read as, so that no box is made of it. */
public enum Unboxed {
  FLOAT(double.class),
  DOUBLE(double.class),
  /** Any integer. */
  LONG(long.class),
  /** 0 or 1. */
  BOOLEAN(long.class);

  private final Class<?> read;

  Unboxed(Class<?> read) {
    this.read = read;
  }

  /** Null for what is no number and no boolean, or is an object already. */
  static @Nullable Unboxed of(Class<?> type) {
    if (type == float.class) {
      return FLOAT;
    }
    if (type == double.class) {
      return DOUBLE;
    }
    if (type == boolean.class) {
      return BOOLEAN;
    }
    boolean isInteger =
        type == long.class || type == int.class || type == short.class || type == byte.class;
    return isInteger ? LONG : null;
  }

  /** {@code (Object)double} or {@code (Object)long}. */
  MethodHandle reader(MethodHandle member) {
    MethodType reader = MethodType.methodType(read, Object.class);
    // A boolean is a number only where that is said.
    return this == BOOLEAN
        ? MethodHandles.explicitCastArguments(member, reader)
        : member.asType(reader);
  }
}
