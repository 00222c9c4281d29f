package io.plumbline.config;

import java.time.Duration;

/** Where spans and metrics go, and how often metrics do. */
public record ExportConfig(SignalConfig traces, SignalConfig metrics, Duration metricInterval) {

  static ExportConfig of(ResolvedOptions values) {
    return new ExportConfig(
        SignalOptions.TRACES.read(values),
        SignalOptions.METRICS.read(values),
        values.require(ConfigOptions.METRIC_INTERVAL));
  }
}
