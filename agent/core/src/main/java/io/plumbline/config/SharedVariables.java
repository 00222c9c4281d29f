package io.plumbline.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Standard variables that are no option of ours but that somebody may expect us to follow. None is
 * passed over in silence.
 */
final class SharedVariables {
  private SharedVariables() {}

  static void warn(ConfigSources sources, ResolvedOptions values) {
    warnOfExporter("OTEL_TRACES_EXPORTER", "spans", sources, values);
    warnOfExporter("OTEL_METRICS_EXPORTER", "metrics", sources, values);
    warnOfTemporality(sources, values);
    if (value("OTEL_CONFIG_FILE", sources) != null) {
      values.warn(
          "OTEL_CONFIG_FILE is not read by this version of Plumbline; its settings have no effect on"
              + " it");
    }
  }

  private static void warnOfExporter(
      String variable, String what, ConfigSources sources, ResolvedOptions values) {
    String exporter = value(variable, sources);
    if (exporter != null && !exporter.equals("otlp")) {
      values.warn(
          variable
              + "="
              + exporter
              + " is left to other OpenTelemetry agents: Plumbline sends its "
              + what
              + " over OTLP all the same; to switch it off set plumbline.enabled=false");
    }
  }

  private static void warnOfTemporality(ConfigSources sources, ResolvedOptions values) {
    String variable = "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE";
    String preference = value(variable, sources);
    if (preference != null && !preference.toLowerCase(Locale.ROOT).equals("cumulative")) {
      values.warn(
          variable
              + "="
              + preference
              + " is refused: Plumbline's metrics are cumulative, because only then are counts exact"
              + " over crashes and resends; the Collector's cumulativetodelta processor converts"
              + " them");
    }
  }

  private static @Nullable String value(String variable, ConfigSources sources) {
    String property = variable.toLowerCase(Locale.ROOT).replace('_', '.');
    String value = sources.systemProperties().getOrDefault(property, "").strip();
    if (value.isEmpty()) {
      value = sources.environment().getOrDefault(variable, "").strip();
    }
    return value.isEmpty() ? null : value;
  }
}
