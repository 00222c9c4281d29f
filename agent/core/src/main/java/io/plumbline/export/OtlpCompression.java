package io.plumbline.export;

/** {@code OTEL_EXPORTER_OTLP_COMPRESSION}. */
public enum OtlpCompression {
  NONE("none"),
  GZIP("gzip");

  private final String key;

  OtlpCompression(String key) {
    this.key = key;
  }

  /** As in the environment variable, and as the SDK calls it. */
  public String key() {
    return key;
  }
}
