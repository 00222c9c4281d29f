package io.plumbline.config;

/** Where values come from; an earlier one wins. */
enum ConfigSource {
  /** {@code -Dplumbline.*}. */
  SYSTEM_PROPERTY,
  /** {@code PLUMBLINE_*}. */
  ENVIRONMENT,
  /** {@code plumbline.yaml}. */
  FILE,
  /** {@code distribution: plumbline:} in the file that {@code OTEL_CONFIG_FILE} names. */
  DISTRIBUTION,
  /** The rest of that file; it takes the place of the next two. */
  OTEL_FILE,
  /** {@code -Dotel.*}. */
  OTEL_PROPERTY,
  /** {@code OTEL_*}. */
  OTEL_ENVIRONMENT,
  DEFAULT;

  /** May be meant for another OpenTelemetry agent in the same process. */
  boolean isShared() {
    return this == OTEL_FILE || this == OTEL_PROPERTY || this == OTEL_ENVIRONMENT;
  }

  /** Plumbline's own settings. */
  boolean isOwn() {
    return compareTo(DISTRIBUTION) <= 0;
  }
}
