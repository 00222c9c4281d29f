package io.plumbline.export;

import java.net.URI;

/** Where spans and metrics are sent. */
public record ExportOptions(OtlpEndpoint traces, OtlpEndpoint metrics) {

  /** The specification's defaults: http/protobuf to a Collector on this machine. */
  public static ExportOptions defaults() {
    return below(OtlpProtocol.DEFAULT.defaultBase(), OtlpProtocol.DEFAULT);
  }

  /**
   * Both signals to one receiver.
   *
   * @param base as {@code OTEL_EXPORTER_OTLP_ENDPOINT}: {@code /v1/traces} and {@code /v1/metrics}
   *     are appended for http/protobuf
   */
  public static ExportOptions below(URI base, OtlpProtocol protocol) {
    return new ExportOptions(
        OtlpEndpoint.of(OtlpSignal.TRACES.endpointBelow(base, protocol), protocol),
        OtlpEndpoint.of(OtlpSignal.METRICS.endpointBelow(base, protocol), protocol));
  }
}
