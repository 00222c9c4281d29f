package io.plumbline.export;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code OTEL_EXPORTER_OTLP_PROTOCOL}. */
public enum OtlpProtocol {
  GRPC("grpc", "http://localhost:4317") {
    /** gRPC names the service itself; a path of the base URL has no meaning. */
    @Override
    URI signalEndpoint(URI base, String path) {
      return base;
    }
  },
  HTTP_PROTOBUF("http/protobuf", "http://localhost:4318") {
    @Override
    URI signalEndpoint(URI base, String path) {
      String text = base.toString();
      return URI.create(text + (text.endsWith("/") ? "" : "/") + path);
    }
  };

  /** As the specification recommends, and as the SDKs have it. */
  public static final OtlpProtocol DEFAULT = HTTP_PROTOBUF;

  private final String key;
  private final URI defaultBase;

  OtlpProtocol(String key, String defaultBase) {
    this.key = key;
    this.defaultBase = URI.create(defaultBase);
  }

  /** As in the environment variable: {@code grpc} or {@code http/protobuf}. */
  public String key() {
    return key;
  }

  public URI defaultBase() {
    return defaultBase;
  }

  /**
   * @return null for a protocol we do not speak, such as {@code http/json}
   */
  public static @Nullable OtlpProtocol of(String key) {
    return Arrays.stream(values()).filter(p -> p.key.equals(key)).findFirst().orElse(null);
  }

  public static List<String> keys() {
    return Arrays.stream(values()).map(OtlpProtocol::key).toList();
  }

  abstract URI signalEndpoint(URI base, String path);
}
