package io.plumbline.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.plumbline.export.ExportResult.Delivered;
import io.plumbline.export.ExportResult.Retryable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtlpTlsTest {
  @TempDir static Path directory;

  private static TestCertificate certificate;
  private static ScriptedHttpReceiver http;
  private static ScriptedGrpcReceiver grpc;

  @BeforeAll
  static void start() throws Exception {
    certificate = TestCertificate.in(directory);
    http = ScriptedHttpReceiver.startTls(certificate.context());
    grpc = ScriptedGrpcReceiver.startTls(certificate.certificatePem(), certificate.keyPem());
  }

  @AfterAll
  static void stop() {
    http.close();
    grpc.close();
  }

  @Test
  void clientCertificateOpensHttp() throws Exception {
    assertThat(export(http.uri(), OtlpProtocol.HTTP_PROTOBUF, clientTls()))
        .isInstanceOf(Delivered.class);
  }

  @Test
  void clientCertificateOpensGrpc() throws Exception {
    assertThat(export(grpc.uri(), OtlpProtocol.GRPC, clientTls())).isInstanceOf(Delivered.class);
  }

  @Test
  void unknownReceiverIsNotTrusted() {
    assertThat(export(http.uri(), OtlpProtocol.HTTP_PROTOBUF, OtlpTls.DEFAULT))
        .asInstanceOf(type(Retryable.class))
        .extracting(Retryable::reason)
        .asString()
        .contains("SSLHandshakeException");
  }

  @Test
  void missingClientCertificateIsNoAnswer() throws Exception {
    OtlpTls trustOnly = new OtlpTls(certificate.certificatePem(), null, null);

    assertThat(export(http.uri(), OtlpProtocol.HTTP_PROTOBUF, trustOnly))
        .isInstanceOf(Retryable.class);
  }

  private static OtlpTls clientTls() throws Exception {
    Path chain = certificate.certificatePem();
    return new OtlpTls(chain, chain, certificate.keyPem());
  }

  private static ExportResult export(URI base, OtlpProtocol protocol, OtlpTls tls) {
    OtlpEndpoint traces =
        new OtlpEndpoint(
            OtlpSignal.TRACES.endpointBelow(base, protocol),
            protocol,
            Map.of(),
            Duration.ofSeconds(5),
            OtlpCompression.NONE,
            tls);
    try (OtlpExporter exporter =
        new OtlpExporter(new ExportOptions(traces, traces), Clock.systemUTC())) {
      return exporter.exportSpans(TestSpans.many(1));
    }
  }
}
