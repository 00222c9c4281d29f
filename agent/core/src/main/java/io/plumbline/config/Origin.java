package io.plumbline.config;

/**
 * The place where a value was written.
 *
 * @param name as the operator wrote it: {@code -Dplumbline.spool.mode}, {@code OTEL_SERVICE_NAME},
 *     or in the file {@code models[0].match.library}
 * @param position {@code plumbline.yaml:3:14: } in the file, else empty
 */
record Origin(ConfigSource source, String name, String position) {
  static final Origin DEFAULT = of(ConfigSource.DEFAULT, "default");

  static Origin of(ConfigSource source, String name) {
    return new Origin(source, name, "");
  }

  /** For the start of an error. */
  String where() {
    return position + name;
  }

  /** For the end of a sentence. */
  String by() {
    return position.isEmpty()
        ? name
        : name + " (" + position.substring(0, position.length() - 2) + ")";
  }
}
