package io.plumbline.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** {@code OTEL_EXPORTER_OTLP_COMPRESSION}. */
public enum OtlpCompression {
  NONE("none") {
    @Override
    OutputStream into(OutputStream out) {
      return out;
    }
  },
  GZIP("gzip") {
    @Override
    OutputStream into(OutputStream out) throws IOException {
      return new GZIPOutputStream(out);
    }
  };

  private final String key;

  OtlpCompression(String key) {
    this.key = key;
  }

  /** As in the environment variable, and as HTTP and gRPC call it. */
  public String key() {
    return key;
  }

  /** What is written there arrives in {@code out}, compressed; all of it once it is closed. */
  abstract OutputStream into(OutputStream out) throws IOException;
}
