package io.plumbline.config;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Where and how one signal is sent.
 *
 * @param endpoint for http/protobuf with its path, for grpc scheme, host and port
 * @param headers sent with every request; they carry keys
 */
public record SignalConfig(
    URI endpoint,
    Protocol protocol,
    Map<String, String> headers,
    Duration timeout,
    Compression compression,
    TlsConfig tls) {
  /** {@code export.protocol}. */
  public enum Protocol {
    HTTP_PROTOBUF("http/protobuf", "http://localhost:4318"),
    GRPC("grpc", "http://localhost:4317");

    private final String written;
    private final URI defaultEndpoint;

    Protocol(String written, String defaultEndpoint) {
      this.written = written;
      this.defaultEndpoint = URI.create(defaultEndpoint);
    }

    String written() {
      return written;
    }

    URI defaultEndpoint() {
      return defaultEndpoint;
    }
  }

  /** {@code export.compression}. */
  public enum Compression {
    NONE,
    GZIP;

    String written() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public SignalConfig {
    headers = Map.copyOf(headers);
  }

  /** Without the values of the headers, and without a query, which carry keys. */
  @Override
  public String toString() {
    String shown =
        endpoint.getScheme() + "://" + endpoint.getRawAuthority() + endpoint.getRawPath();
    return shown + " (" + protocol.written() + ", headers " + headers.keySet() + ")";
  }
}
