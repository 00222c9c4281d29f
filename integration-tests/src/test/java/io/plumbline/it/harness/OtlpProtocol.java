package io.plumbline.it.harness;

/** By its name in {@code OTEL_EXPORTER_OTLP_PROTOCOL}. */
public enum OtlpProtocol {
  GRPC("grpc"),
  HTTP("http/protobuf");

  private final String name;

  OtlpProtocol(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return name;
  }
}
