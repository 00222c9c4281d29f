package io.plumbline.config;

import org.jspecify.annotations.Nullable;

/**
 * The place where a value was written.
 *
 * @param name as the operator wrote it: {@code -Dplumbline.spool.mode}, {@code OTEL_SERVICE_NAME},
 *     or in a file {@code models[0].match.library}
 * @param position null where it was in no file
 */
record Origin(ConfigSource source, String name, @Nullable Position position) {
  static final Origin DEFAULT = of(ConfigSource.DEFAULT, "default");

  static Origin of(ConfigSource source, String name) {
    return new Origin(source, name, null);
  }

  /** For the start of an error. */
  String where() {
    return position == null ? name : position + ": " + name;
  }

  /** For the end of a sentence. */
  String by() {
    return position == null ? name : name + " (" + position + ")";
  }
}
