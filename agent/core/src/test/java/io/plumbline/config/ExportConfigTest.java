package io.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.config.SignalConfig.Compression;
import io.plumbline.config.SignalConfig.Protocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Endpoints and the rest as the OTLP exporter specification has them. */
class ExportConfigTest {
  @Test
  void httpAppendsTheSignalsPathToTheCommonEndpoint() {
    assertThat(traces(endpoint("http://c:4318"))).isEqualTo("http://c:4318/v1/traces");
    assertThat(traces(endpoint("http://c:4318/"))).isEqualTo("http://c:4318/v1/traces");
    assertThat(traces(endpoint("https://c/otlp"))).isEqualTo("https://c/otlp/v1/traces");
    assertThat(metrics(endpoint("https://c/otlp/"))).isEqualTo("https://c/otlp/v1/metrics");
  }

  @Test
  void httpTakesASignalsOwnEndpointAsItIs() {
    Settings settings = endpoint("http://c:4318");
    settings.env("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://t:1/custom");

    assertThat(traces(settings)).isEqualTo("http://t:1/custom");
    assertThat(metrics(settings)).isEqualTo("http://c:4318/v1/metrics");
    assertThat(traces(Settings.none().env("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://t:1")))
        .isEqualTo("http://t:1/");
  }

  @Test
  void grpcHasItsOwnDefaultAndNoPath() {
    Settings settings = Settings.none().env("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
    assertThat(traces(settings)).isEqualTo("http://localhost:4317");

    settings.env("OTEL_EXPORTER_OTLP_ENDPOINT", "https://c:4317");
    assertThat(metrics(settings)).isEqualTo("https://c:4317");
  }

  @Test
  void ownCommonSettingOverrulesTheStandardVariableOfASignal() {
    Settings settings =
        Settings.yaml("export: {endpoint: 'http://own:4318'}")
            .env("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://t:1/custom");

    assertThat(traces(settings)).isEqualTo("http://own:4318/v1/traces");
    assertThat(settings.load().warnings())
        .containsExactly(
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is overruled by export.endpoint"
                + " (plumbline.yaml:1:20)");
  }

  @Test
  void ownSettingOfASignalWinsOverTheOwnCommonOne() {
    Settings settings =
        Settings.yaml(
            "export: {endpoint: 'http://own:4318', metrics: {endpoint: 'http://m:9/x', timeout:"
                + " 3s}}");

    assertThat(metrics(settings)).isEqualTo("http://m:9/x");
    assertThat(settings.load().export().metrics().timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.load().export().traces().timeout()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void restOfASignalComesFromItsOwnVariableElseTheCommonOne() {
    ExportConfig export =
        Settings.none()
            .env("OTEL_EXPORTER_OTLP_HEADERS", "a=1%202, b=x")
            .env("OTEL_EXPORTER_OTLP_METRICS_HEADERS", "c=3")
            .env("OTEL_EXPORTER_OTLP_TIMEOUT", "2500")
            .env("OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "4s")
            .env("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")
            .env("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc")
            .env("OTEL_EXPORTER_OTLP_CERTIFICATE", "/ca.pem")
            .property("otel.exporter.otlp.client.key", "/key.pem")
            .env("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "/cert.pem")
            .env("OTEL_METRIC_EXPORT_INTERVAL", "15000")
            .load()
            .export();

    assertThat(export.traces().headers()).isEqualTo(Map.of("a", "1 2", "b", "x"));
    assertThat(export.metrics().headers()).isEqualTo(Map.of("c", "3"));
    assertThat(export.traces().timeout()).isEqualTo(Duration.ofMillis(2500));
    assertThat(export.metrics().timeout()).isEqualTo(Duration.ofSeconds(4));
    assertThat(export.metrics().compression()).isEqualTo(Compression.GZIP);
    assertThat(export.traces().protocol()).isEqualTo(Protocol.GRPC);
    assertThat(export.metrics().protocol()).isEqualTo(Protocol.HTTP_PROTOBUF);
    assertThat(export.traces().tls())
        .isEqualTo(new TlsConfig(Path.of("/ca.pem"), Path.of("/cert.pem"), Path.of("/key.pem")));
    assertThat(export.metricInterval()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void clientCertificateAndKeyGoTogether() {
    assertThat(Settings.yaml("export: {tls: {key: /key.pem}}").refusal())
        .isEqualTo(
            "plumbline.yaml:1:21: export.tls.key stands alone; a certificate and its key go"
                + " together, set both or none");
  }

  private static Settings endpoint(String uri) {
    return Settings.none().env("OTEL_EXPORTER_OTLP_ENDPOINT", uri);
  }

  private static String traces(Settings settings) {
    return settings.load().export().traces().endpoint().toString();
  }

  private static String metrics(Settings settings) {
    return settings.load().export().metrics().endpoint().toString();
  }

  @Test
  void plainHttpToAnotherMachineIsToldOnceForEachEndpoint() {
    assertThat(warnings("http://collector:4318"))
        .singleElement()
        .asString()
        .startsWith("http://collector:4318 is not encrypted");
    for (String here :
        new String[] {
          "https://collector:4318",
          "http://localhost:4318",
          "http://LOCALHOST:4318",
          "http://127.0.0.53:4318",
          "http://[::1]:4318",
        }) {
      assertThat(warnings(here)).as(here).isEmpty();
    }
    assertThat(warnings("http://127.0.0.1.example:4318")).hasSize(1);
    assertThat(Settings.none().load().export().warnings()).isEmpty();
  }

  private static List<String> warnings(String endpoint) {
    return Settings.none().env("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint).load().export().warnings();
  }

  @Test
  void userInAnEndpointIsRefusedAndNotRepeated() {
    assertThatThrownBy(
            () ->
                AgentConfig.load(
                    new ConfigSources(
                        Map.of("plumbline.export.endpoint", "https://me:s3cret@there"),
                        Map.of(),
                        null,
                        null)))
        .hasMessageContaining("has a user in it")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void queryOfAnEndpointIsNotPrinted() {
    SignalConfig traces =
        Settings.none()
            .env("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://there/v1/traces?key=s3cret")
            .load()
            .export()
            .traces();

    assertThat(traces.toString()).contains("https://there/v1/traces (").doesNotContain("s3cret");
  }
}
