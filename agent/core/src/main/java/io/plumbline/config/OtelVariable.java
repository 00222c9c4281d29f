package io.plumbline.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The standard variable that an option stands for.
 *
 * @param name {@code OTEL_EXPORTER_OTLP_TIMEOUT}
 * @param type how the specification writes it
 * @param path where a declarative configuration says it, {@code []} for the first item of a list;
 *     null where it has no such place
 * @param strict a wrong value switches the agent off; otherwise, as the specification wants, it is
 *     ignored with a warning
 */
record OtelVariable<T>(String name, OptionType<T> type, @Nullable String path, boolean strict) {
  /** {@code otel.exporter.otlp.timeout}. */
  String property() {
    return propertyOf(name);
  }

  static String propertyOf(String variable) {
    return variable.toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
