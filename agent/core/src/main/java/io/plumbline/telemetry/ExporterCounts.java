package io.plumbline.telemetry;

import java.util.Map;

/**
 * What one exporter says of itself.
 *
 * @param signal what it exports
 * @param componentType value of {@code otel.component.type}, for example {@code
 *     otlp_grpc_span_exporter}
 * @param serverAddress host of its endpoint
 * @param inFlight spans or points passed to it and not exported yet
 * @param exported those that the receiver has
 * @param failed those it has not and never will, by {@code error.type}
 */
public record ExporterCounts(
    Signal signal,
    String componentType,
    String serverAddress,
    int serverPort,
    long inFlight,
    long exported,
    Map<String, Long> failed) {
  /** What an exporter exports. */
  public enum Signal {
    SPANS,
    METRICS
  }

  public ExporterCounts {
    failed = Map.copyOf(failed);
  }
}
