package io.plumbline.config;

import java.time.Duration;
import java.util.List;

/**
 * Where spans and metrics go, and how often metrics do.
 *
 * @param shutdownTimeout how long the end of the process may take for what is not sent
 * @param probeInterval how often a receiver is asked that accepts nothing at all
 */
public record ExportConfig(
    SignalConfig traces,
    SignalConfig metrics,
    Duration metricInterval,
    Duration shutdownTimeout,
    Duration probeInterval) {

  static ExportConfig of(ResolvedOptions values) {
    return new ExportConfig(
        SignalOptions.TRACES.read(values),
        SignalOptions.METRICS.read(values),
        values.require(ConfigOptions.METRIC_INTERVAL),
        values.require(ConfigOptions.SHUTDOWN_TIMEOUT),
        values.require(ConfigOptions.PROBE_INTERVAL));
  }

  /** What an operator should know of these endpoints, one line each, for the log. */
  public List<String> warnings() {
    return PlainHttp.warnings(traces, metrics);
  }
}
