package io.plumbline.export;

import io.plumbline.config.ExportConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Where spans and metrics are sent. */
public record ExportOptions(OtlpEndpoint traces, OtlpEndpoint metrics) {

  /** The specification's defaults: http/protobuf to a Collector on this machine. */
  public static ExportOptions defaults() {
    return below(OtlpProtocol.DEFAULT.defaultBase(), OtlpProtocol.DEFAULT);
  }

  /** As configured. */
  public static ExportOptions of(ExportConfig config) {
    return new ExportOptions(OtlpEndpoint.of(config.traces()), OtlpEndpoint.of(config.metrics()));
  }

  /** The same, where the files of another process are elsewhere. */
  public ExportOptions withFiles(UnaryOperator<Path> place) {
    return new ExportOptions(traces.withFiles(place), metrics.withFiles(place));
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
