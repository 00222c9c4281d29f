package io.plumbline.export;

import java.net.URI;

/** What is exported; each signal can go to a place of its own. */
public enum OtlpSignal {
  TRACES("traces", "v1/traces", "trace.v1.TraceService"),
  METRICS("metrics", "v1/metrics", "metrics.v1.MetricsService");

  private final String key;
  private final String path;
  private final String service;

  OtlpSignal(String key, String path, String service) {
    this.key = key;
    this.path = path;
    this.service = service;
  }

  /** {@code traces} or {@code metrics}: for logs, and in names of variables. */
  public String key() {
    return key;
  }

  /**
   * Where this signal goes below {@code OTEL_EXPORTER_OTLP_ENDPOINT}: for http/protobuf {@code
   * /v1/traces} or {@code /v1/metrics} is appended, for grpc the base stays as it is. What stands
   * in {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT} is used unchanged; do not call this for it.
   */
  public URI endpointBelow(URI base, OtlpProtocol protocol) {
    return protocol.signalEndpoint(base, path);
  }

  /** The one method of the signal's gRPC service, as the path of its request. */
  String grpcMethod() {
    return "/opentelemetry.proto.collector." + service + "/Export";
  }
}
