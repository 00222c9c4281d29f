package io.plumbline.config;

import java.util.List;
import java.util.Locale;

/**
 * Standard variables that are no option of ours but that somebody may expect us to follow. None is
 * passed over in silence.
 */
final class SharedVariables {
  private static final String TRACES_EXPORTER = "OTEL_TRACES_EXPORTER";
  private static final String METRICS_EXPORTER = "OTEL_METRICS_EXPORTER";
  private static final String TEMPORALITY = "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE";

  static final List<String> NAMES = List.of(TRACES_EXPORTER, METRICS_EXPORTER, TEMPORALITY);

  private SharedVariables() {}

  static void warn(OtelSettings settings, ResolvedOptions values) {
    if (settings.isFile()) {
      return; // It says what becomes of them.
    }
    warnOfExporter(TRACES_EXPORTER, "spans", settings, values);
    warnOfExporter(METRICS_EXPORTER, "metrics", settings, values);
    warnOfTemporality(settings, values);
  }

  private static void warnOfExporter(
      String variable, String what, OtelSettings settings, ResolvedOptions values) {
    String exporter = settings.value(variable);
    if (exporter != null && !exporter.strip().equals("otlp")) {
      values.warn(
          variable
              + "="
              + exporter
              + " is left to other OpenTelemetry agents: Plumbline sends its "
              + what
              + " over OTLP all the same; to switch it off set plumbline.enabled=false");
    }
  }

  private static void warnOfTemporality(OtelSettings settings, ResolvedOptions values) {
    String preference = settings.value(TEMPORALITY);
    if (preference != null && !preference.strip().toLowerCase(Locale.ROOT).equals("cumulative")) {
      values.warn(
          TEMPORALITY
              + "="
              + preference
              + " is refused: Plumbline's metrics are cumulative, because only then are counts exact"
              + " over crashes and resends; the Collector's cumulativetodelta processor converts"
              + " them");
    }
  }
}
