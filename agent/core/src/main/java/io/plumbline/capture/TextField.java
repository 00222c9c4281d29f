package io.plumbline.capture;

import org.jspecify.annotations.Nullable;

/** A string of a record that has no place of its own. {@link #code} is on disk: never renumber. */
enum TextField {
  /** {@code code.function.name} of the hook. */
  FUNCTION(1),
  /** Library whose hook ran inside the outermost one. */
  ENGINE(2),
  THREAD_NAME(3),
  ERROR_TYPE(4),
  ERROR_MESSAGE(5),
  TRACE_STATE(6),
  /** The host's own id of the request, where the configuration names one. */
  CORRELATION_ID(7),
  /** Redaction policy in force. */
  POLICY(8);

  private static final TextField[] VALUES = values();

  private final int code;

  TextField(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Null for a field that a newer agent wrote. */
  static @Nullable TextField ofCode(int code) {
    return code >= 1 && code <= VALUES.length ? VALUES[code - 1] : null;
  }
}
