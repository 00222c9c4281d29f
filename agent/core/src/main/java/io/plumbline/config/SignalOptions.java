package io.plumbline.config;

import io.plumbline.config.ResolvedOptions.Candidate;
import io.plumbline.config.SignalConfig.Compression;
import io.plumbline.config.SignalConfig.Protocol;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The options of one signal, or of both where a signal has none of its own. A signal's own option
 * comes first, unless it is a standard variable and the common one is Plumbline's own.
 */
final class SignalOptions {
  static final SignalOptions BOTH = new SignalOptions("export.", "OTEL_EXPORTER_OTLP_", "", "");
  static final SignalOptions TRACES =
      new SignalOptions(
          "export.traces.",
          "OTEL_EXPORTER_OTLP_TRACES_",
          "v1/traces",
          "tracer_provider.processors[].batch.exporter");
  static final SignalOptions METRICS =
      new SignalOptions(
          "export.metrics.",
          "OTEL_EXPORTER_OTLP_METRICS_",
          "v1/metrics",
          "meter_provider.readers[].periodic.exporter");

  private final boolean common;
  private final String httpPath;
  private final ConfigOption<URI> endpoint;
  private final ConfigOption<Protocol> protocol;
  private final ConfigOption<Map<String, String>> headers;
  private final ConfigOption<Duration> timeout;
  private final ConfigOption<Compression> compression;
  private final ConfigOption<Path> ca;
  private final ConfigOption<Path> certificate;
  private final ConfigOption<Path> key;

  private SignalOptions(String prefix, String otel, String httpPath, String exporter) {
    this.common = httpPath.isEmpty();
    this.httpPath = httpPath;
    endpoint =
        option(prefix + "endpoint", OptionTypes.ENDPOINT, null, endpointText())
            .otelStrict(otel + "ENDPOINT")
            .at(place(exporter, "endpoint"));
    protocol =
        option(
                prefix + "protocol",
                OptionTypes.oneOf(Protocol.class, Protocol::written),
                "http/protobuf",
                "How the receiver is spoken to.")
            .otel(otel + "PROTOCOL")
            .at(place(exporter, ""));
    headers =
        option(
                prefix + "headers",
                OptionTypes.HEADERS,
                null,
                "Sent with every request. As one text, values are percent-encoded:"
                    + " `authorization=Bearer%20abc,tenant=7`. Never logged.")
            .otelStrict(otel + "HEADERS")
            .at(place(exporter, "headers"));
    timeout =
        option(
                prefix + "timeout",
                OptionTypes.DURATION.where("above 0", d -> !d.isZero()),
                "10s",
                "Bounds one request, from connecting to the last byte.")
            .otel(otel + "TIMEOUT", OptionTypes.MILLISECONDS.where("above 0", d -> !d.isZero()))
            .at(place(exporter, "timeout"));
    compression =
        option(
                prefix + "compression",
                OptionTypes.oneOf(Compression.class, Compression::written),
                "none",
                "How requests are compressed.")
            .otel(otel + "COMPRESSION")
            .at(place(exporter, "compression"));
    ca =
        option(
                prefix + "tls.ca",
                OptionTypes.PATH,
                null,
                "PEM file of the authorities to trust for https; without it, those of the JVM."
                    + " Files for https are read anew when they change.")
            .otelStrict(otel + "CERTIFICATE")
            .at(place(exporter, "tls.ca_file"));
    certificate =
        option(
                prefix + "tls.certificate",
                OptionTypes.PATH,
                null,
                "PEM file of the client's certificate; goes with `tls.key`.")
            .otelStrict(otel + "CLIENT_CERTIFICATE")
            .at(place(exporter, "tls.cert_file"));
    key =
        option(
                prefix + "tls.key",
                OptionTypes.PATH,
                null,
                "PEM file (PKCS #8) of the client's private key.")
            .otelStrict(otel + "CLIENT_KEY")
            .at(place(exporter, "tls.key_file"));
  }

  /** Null where the option is of both: a declarative configuration has nothing that is. */
  private static @Nullable String place(String exporter, String path) {
    if (exporter.isEmpty()) {
      return null;
    }
    return path.isEmpty() ? exporter : exporter + ".otlp_http." + path;
  }

  private String endpointText() {
    return common
        ? "Where the receiver listens. For http/protobuf `/v1/traces` and `/v1/metrics` are"
            + " appended. Without it `http://localhost:4318`, for grpc `http://localhost:4317`."
        : "This signal's receiver, with its whole path, where it is another than"
            + " `export.endpoint`.";
  }

  /** A signal's own options have no defaults: what the common ones say is theirs. */
  private <T> ConfigOption<T> option(
      String key, OptionType<T> type, @Nullable String defaultText, String text) {
    String own =
        key.endsWith("endpoint") ? text : "As `export." + lastPart(key) + "`, for this signal.";
    return common
        ? ConfigOption.of(key, type, defaultText, text).live()
        : ConfigOption.of(key, type, null, own).live();
  }

  private static String lastPart(String key) {
    return key.substring(key.indexOf('.', "export.".length()) + 1);
  }

  ConfigOption<URI> endpoint() {
    return endpoint;
  }

  List<ConfigOption<?>> all() {
    return List.of(endpoint, protocol, headers, timeout, compression, ca, certificate, key);
  }

  /** Whether options that are set say of both signals where they go. */
  static boolean saysWhereAllGoes(Predicate<ConfigOption<?>> isSet) {
    return isSet.test(BOTH.endpoint)
        || (isSet.test(TRACES.endpoint) && isSet.test(METRICS.endpoint));
  }

  /** What a declarative configuration says of this signal, by the keys of these options. */
  void put(@Nullable OtelExporter exporter, Map<String, ConfigNode> values) {
    if (exporter != null) {
      ConfigNode place = exporter.place();
      put(protocol, new ConfigNode.Text(exporter.protocol().written(), place.origin()), values);
      put(endpoint, exporter.endpoint(), values);
      put(headers, exporter.headers(), values);
      put(timeout, exporter.timeout(), values);
      put(compression, exporter.compression(), values);
      put(ca, exporter.ca(), values);
      put(certificate, exporter.certificate(), values);
      put(key, exporter.key(), values);
    }
  }

  private static void put(
      ConfigOption<?> option, @Nullable ConfigNode node, Map<String, ConfigNode> values) {
    if (node != null) {
      values.put(option.key(), node);
    }
  }

  SignalConfig read(ResolvedOptions values) {
    Protocol chosen = require(pick(values, protocol, BOTH.protocol));
    return new SignalConfig(
        endpoint(values, chosen),
        chosen,
        Objects.requireNonNullElse(pick(values, headers, BOTH.headers), Map.of()),
        require(pick(values, timeout, BOTH.timeout)),
        require(pick(values, compression, BOTH.compression)),
        tls(values));
  }

  private URI endpoint(ResolvedOptions values, Protocol chosen) {
    Candidate<URI> written = pickWritten(values, endpoint, BOTH.endpoint);
    if (written == null) {
      return below(chosen.defaultEndpoint(), chosen);
    }
    URI uri = written.value();
    if (!written.equals(values.winner(endpoint))) {
      return below(uri, chosen);
    }
    return chosen == Protocol.HTTP_PROTOBUF && uri.getRawPath().isEmpty() ? uri.resolve("/") : uri;
  }

  private URI below(URI base, Protocol chosen) {
    if (chosen == Protocol.GRPC) {
      return base;
    }
    String text = base.toString();
    return URI.create(text + (text.endsWith("/") ? "" : "/") + httpPath);
  }

  private TlsConfig tls(ResolvedOptions values) {
    Candidate<Path> written = pickWritten(values, certificate, BOTH.certificate);
    Candidate<Path> writtenKey = pickWritten(values, key, BOTH.key);
    Candidate<Path> alone = written == null ? writtenKey : writtenKey == null ? written : null;
    if (alone != null) {
      throw InvalidValueException.at(
          alone.origin(), " stands alone; a certificate and its key go together, set both or none");
    }
    return new TlsConfig(
        pick(values, ca, BOTH.ca),
        written == null ? null : written.value(),
        writtenKey == null ? null : writtenKey.value());
  }

  private static <T> @Nullable T pick(
      ResolvedOptions values, ConfigOption<T> own, ConfigOption<T> both) {
    Candidate<T> written = pickWritten(values, own, both);
    return written == null ? null : written.value();
  }

  private static <T> @Nullable Candidate<T> pickWritten(
      ResolvedOptions values, ConfigOption<T> own, ConfigOption<T> both) {
    Candidate<T> mine = values.winner(own);
    Candidate<T> common = values.winner(both);
    if (mine == null) {
      return common;
    }
    if (common != null && mine.origin().source().isShared() && common.origin().source().isOwn()) {
      values.warnOverruled(mine, common);
      return common;
    }
    return mine;
  }

  private static <T> T require(@Nullable T value) {
    return Objects.requireNonNull(value, "an option of both signals has a default");
  }
}
