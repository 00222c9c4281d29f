package io.plumbline.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.plumbline.export.ExportResult.Delivered;
import io.plumbline.export.ExportResult.Retryable;
import java.net.URI;
import java.nio.file.Files;
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

  @Test
  void receiverOfAnotherNameIsRefused() throws Exception {
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    TestCertificate other = TestCertificate.of("collector.example", elsewhere);
    Path pem = other.certificatePem();
    OtlpTls trusting = new OtlpTls(pem, pem, other.keyPem());
    try (ScriptedHttpReceiver wrongHttp = ScriptedHttpReceiver.startTls(other.context());
        ScriptedGrpcReceiver wrongGrpc = ScriptedGrpcReceiver.startTls(pem, other.keyPem())) {

      assertRefusedByName(export(wrongHttp.uri(), OtlpProtocol.HTTP_PROTOBUF, trusting));
      assertRefusedByName(export(wrongGrpc.uri(), OtlpProtocol.GRPC, trusting));

      assertThat(wrongHttp.received()).isEmpty();
      assertThat(wrongGrpc.received()).isEmpty();
    }
  }

  private static void assertRefusedByName(ExportResult result) {
    assertThat(result)
        .asInstanceOf(type(Retryable.class))
        .extracting(Retryable::reason)
        .asString()
        .contains("SSLPeerUnverifiedException", "localhost not verified");
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
