package io.plumbline.export;

import io.plumbline.telemetry.ExporterCounts;
import java.net.URI;

/** What the counters of a delivery say, in the words of the semantic conventions. */
final class ExporterView {
  private ExporterView() {}

  static ExporterCounts of(OtlpSignal signal, OtlpEndpoint endpoint, ExportCounters counters) {
    boolean spans = signal == OtlpSignal.TRACES;
    String protocol = endpoint.protocol() == OtlpProtocol.GRPC ? "grpc" : "http";
    URI uri = endpoint.uri();
    int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    return new ExporterCounts(
        spans ? ExporterCounts.Signal.SPANS : ExporterCounts.Signal.METRICS,
        "otlp_" + protocol + (spans ? "_span_exporter" : "_metric_exporter"),
        uri.getHost(),
        port,
        counters.inFlight(),
        counters.exported(),
        counters.failed());
  }
}
