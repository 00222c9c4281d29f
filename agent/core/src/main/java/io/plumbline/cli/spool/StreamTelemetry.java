package io.plumbline.cli.spool;

import io.plumbline.spool.StreamHeader;
import io.plumbline.telemetry.SpanSampling;
import io.plumbline.telemetry.TelemetryOptions;

/** How the process of a stream made telemetry of its records, as far as its header tells. */
public final class StreamTelemetry {
  private StreamTelemetry() {}

  /**
   * @param agentVersion of the scope: who makes the telemetry now
   */
  public static TelemetryOptions options(StreamHeader header, String agentVersion) {
    TelemetryOptions defaults = TelemetryOptions.defaults(agentVersion);
    if (header.sampling().isEmpty()) {
      return defaults;
    }
    return new TelemetryOptions(
        agentVersion,
        SpanSampling.decoded(header.sampling()),
        defaults.limits(),
        defaults.featuresByValue());
  }
}
