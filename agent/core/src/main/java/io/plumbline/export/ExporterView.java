package io.plumbline.export;

import io.plumbline.telemetry.ExporterCounts;
import java.net.URI;

/** A receiver of one signal, in the words of the semantic conventions. */
record ExporterView(ExporterCounts.Signal signal, String componentType, String host, int port) {

  static ExporterView of(OtlpSignal signal, OtlpEndpoint endpoint) {
    boolean spans = signal == OtlpSignal.TRACES;
    String protocol = endpoint.protocol() == OtlpProtocol.GRPC ? "grpc" : "http";
    URI uri = endpoint.uri();
    int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    return new ExporterView(
        spans ? ExporterCounts.Signal.SPANS : ExporterCounts.Signal.METRICS,
        "otlp_" + protocol + (spans ? "_span_exporter" : "_metric_exporter"),
        uri.getHost(),
        port);
  }

  /** What the counters of a delivery to it say. */
  ExporterCounts counts(ExportCounters counters) {
    return new ExporterCounts(
        signal,
        componentType,
        host,
        port,
        counters.inFlight(),
        counters.exported(),
        counters.failed());
  }
}
