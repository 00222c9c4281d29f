package io.plumbline.config;

import java.util.Locale;

/**
 * The standard variable that an option stands for.
 *
 * @param name {@code OTEL_EXPORTER_OTLP_TIMEOUT}
 * @param type how the specification writes it
 * @param strict a wrong value switches the agent off; otherwise, as the specification wants, it is
 *     ignored with a warning
 */
record OtelVariable<T>(String name, OptionType<T> type, boolean strict) {
  /** {@code otel.exporter.otlp.timeout}. */
  String property() {
    return name.toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
