package io.plumbline.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpEndpointTest {
  @Test
  void defaultsAreTheSpecifications() {
    ExportOptions options = ExportOptions.defaults();

    assertThat(options.traces())
        .isEqualTo(
            new OtlpEndpoint(
                URI.create("http://localhost:4318/v1/traces"),
                OtlpProtocol.HTTP_PROTOBUF,
                Map.of(),
                Duration.ofSeconds(10),
                OtlpCompression.NONE,
                OtlpTls.DEFAULT));
    assertThat(options.metrics().uri()).hasToString("http://localhost:4318/v1/metrics");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_PROTOBUF, http://c:4318,      http://c:4318/v1/traces",
    "HTTP_PROTOBUF, http://c:4318/,     http://c:4318/v1/traces",
    "HTTP_PROTOBUF, https://c/otlp,     https://c/otlp/v1/traces",
    "HTTP_PROTOBUF, https://c/otlp/,    https://c/otlp/v1/traces",
    "GRPC,          http://c:4317,      http://c:4317",
  })
  void signalsPathIsAppendedForHttpOnly(OtlpProtocol protocol, URI base, URI endpoint) {
    assertThat(OtlpSignal.TRACES.endpointBelow(base, protocol)).isEqualTo(endpoint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:4318", "collector", "ftp://collector", "http:///v1/traces"})
  void otherThanHttpIsNoEndpoint(URI uri) {
    assertThatThrownBy(() -> OtlpEndpoint.of(uri, OtlpProtocol.HTTP_PROTOBUF))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(uri + " is not an OTLP endpoint; use e.g. http://localhost:4318");
  }

  @Test
  void headersAreNotPrinted() {
    OtlpEndpoint endpoint =
        new OtlpEndpoint(
            URI.create("https://c/v1/traces"),
            OtlpProtocol.HTTP_PROTOBUF,
            Map.of("authorization", "Bearer s3cret"),
            Duration.ofSeconds(1),
            OtlpCompression.GZIP,
            OtlpTls.DEFAULT);

    assertThat(endpoint.toString()).doesNotContain("s3cret").contains("https://c/v1/traces");
    assertThat(new ExportOptions(endpoint, endpoint).toString()).doesNotContain("s3cret");
  }

  @Test
  void headerThatCannotBeSentIsNamedWithoutItsValue() {
    OtlpEndpoint endpoint =
        new OtlpEndpoint(
            URI.create("http://c/v1/traces"),
            OtlpProtocol.HTTP_PROTOBUF,
            Map.of("api-key", "s3cret\n"),
            Duration.ofSeconds(1),
            OtlpCompression.NONE,
            OtlpTls.DEFAULT);

    assertThatThrownBy(
            () -> new OtlpExporter(new ExportOptions(endpoint, endpoint), Clock.systemUTC()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Header api-key has characters that HTTP does not allow")
        .hasNoCause();
  }

  @Test
  void clientCertificateNeedsItsKey() {
    assertThatThrownBy(() -> new OtlpTls(null, Path.of("client.pem"), null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void missingCertificateIsNamed() {
    OtlpEndpoint endpoint =
        new OtlpEndpoint(
            URI.create("https://c/v1/traces"),
            OtlpProtocol.HTTP_PROTOBUF,
            Map.of(),
            Duration.ofSeconds(1),
            OtlpCompression.NONE,
            new OtlpTls(Path.of("no-such-ca.pem"), null, null));

    assertThatThrownBy(
            () -> new OtlpExporter(new ExportOptions(endpoint, endpoint), Clock.systemUTC()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no-such-ca.pem");
  }
}
