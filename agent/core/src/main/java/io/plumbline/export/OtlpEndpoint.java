package io.plumbline.export;

import io.plumbline.config.SignalConfig;
import io.plumbline.config.TlsConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Where and how one signal is sent. Every part is one variable of the OpenTelemetry specification,
 * {@code OTEL_EXPORTER_OTLP_TRACES_*} or {@code _METRICS_*} before the general one.
 *
 * @param uri {@code ENDPOINT}: for http/protobuf with its path, for grpc scheme, host and port
 * @param protocol {@code PROTOCOL}
 * @param headers {@code HEADERS}, decoded; sent with every request
 * @param timeout {@code TIMEOUT}: bounds one request from connecting to the last byte, above zero
 * @param compression {@code COMPRESSION}
 * @param tls {@code CERTIFICATE}, {@code CLIENT_CERTIFICATE}, {@code CLIENT_KEY}
 */
public record OtlpEndpoint(
    URI uri,
    OtlpProtocol protocol,
    Map<String, String> headers,
    Duration timeout,
    OtlpCompression compression,
    OtlpTls tls) {
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  public OtlpEndpoint {
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null) {
      throw new IllegalArgumentException(
          uri + " is not an OTLP endpoint; use e.g. " + protocol.defaultBase());
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("An OTLP timeout of " + timeout + " is not above zero");
    }
    headers = Map.copyOf(headers);
  }

  /** The specification's defaults, to {@code uri}. */
  public static OtlpEndpoint of(URI uri, OtlpProtocol protocol) {
    return new OtlpEndpoint(
        uri, protocol, Map.of(), DEFAULT_TIMEOUT, OtlpCompression.NONE, OtlpTls.DEFAULT);
  }

  /** As configured. */
  static OtlpEndpoint of(SignalConfig signal) {
    TlsConfig tls = signal.tls();
    return new OtlpEndpoint(
        signal.endpoint(),
        signal.protocol() == SignalConfig.Protocol.GRPC
            ? OtlpProtocol.GRPC
            : OtlpProtocol.HTTP_PROTOBUF,
        signal.headers(),
        signal.timeout(),
        signal.compression() == SignalConfig.Compression.GZIP
            ? OtlpCompression.GZIP
            : OtlpCompression.NONE,
        new OtlpTls(tls.ca(), tls.certificate(), tls.key()));
  }

  OtlpEndpoint withFiles(UnaryOperator<Path> place) {
    return new OtlpEndpoint(uri, protocol, headers, timeout, compression, tls.withFiles(place));
  }

  /** Without headers and query, which carry keys. */
  @Override
  public String toString() {
    return shown(uri) + " (" + protocol.key() + ")";
  }

  /** An endpoint as it may be written into a log or onto a disk. */
  public static String shown(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
  }
}
