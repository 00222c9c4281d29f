package io.plumbline.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.diagnostics.AgentLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and keys change while the agent runs, as those do that a cluster renews. */
class TlsRenewalTest {
  @TempDir private Path directory;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final AgentLog log = new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO);
  private TestCertificate first;
  private TestCertificate second;
  private Path certificate;
  private Path key;
  private long now;

  @BeforeEach
  void makeCertificates() throws Exception {
    log.writeTo(new PrintStream(said, true, StandardCharsets.UTF_8));
    first = TestCertificate.in(Files.createDirectory(directory.resolve("first")));
    second = TestCertificate.in(Files.createDirectory(directory.resolve("second")));
    certificate = Files.copy(first.certificatePem(), directory.resolve("tls.crt"));
    key = Files.copy(first.keyPem(), directory.resolve("tls.key"));
  }

  @Test
  void renewedCertificatesAreUsedWithoutARestart() throws Exception {
    try (ScriptedHttpReceiver old = ScriptedHttpReceiver.startTls(first.context());
        ScriptedHttpReceiver renewed = ScriptedHttpReceiver.startTls(second.context());
        OtlpConnection connection = connection(old.uri())) {
      assertThat(post(connection, old.uri())).isEqualTo(200);
      assertThatThrownBy(() -> post(connection, renewed.uri())).isInstanceOf(IOException.class);

      replaceByRename(second.certificatePem(), certificate);
      replaceByRename(second.keyPem(), key);
      assertThatThrownBy(() -> post(connection, renewed.uri())).isInstanceOf(IOException.class);
      now += TlsFiles.LOOK_NANOS;

      assertThat(post(connection, renewed.uri())).isEqualTo(200);
      assertThatThrownBy(() -> post(connection, old.uri())).isInstanceOf(IOException.class);
      assertThat(said.toString(StandardCharsets.UTF_8)).containsOnlyOnce("were read anew");
    }
  }

  @Test
  void brokenFilesKeepTheOldAndAreToldOnce() throws Exception {
    try (ScriptedHttpReceiver old = ScriptedHttpReceiver.startTls(first.context());
        OtlpConnection connection = connection(old.uri())) {
      assertThat(post(connection, old.uri())).isEqualTo(200);

      Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nno base64\n");
      for (int i = 0; i < 3; i++) {
        now += TlsFiles.LOOK_NANOS;
        assertThat(post(connection, old.uri())).isEqualTo(200);
      }

      assertThat(said.toString(StandardCharsets.UTF_8)).containsOnlyOnce("stays in use");
    }
  }

  @Test
  void halfOfAPairIsNotUsed() throws Exception {
    try (ScriptedHttpReceiver old = ScriptedHttpReceiver.startTls(first.context());
        OtlpConnection connection = connection(old.uri())) {
      replaceByRename(second.keyPem(), key);
      now += TlsFiles.LOOK_NANOS;

      assertThat(post(connection, old.uri())).isEqualTo(200);

      assertThat(said.toString(StandardCharsets.UTF_8))
          .contains("stays in use", "the key is not that of the certificate")
          .doesNotContain(Files.readAllLines(key).get(1));
    }
  }

  private OtlpConnection connection(URI endpoint) {
    return new OtlpConnection(
        new OtlpEndpoint(
            endpoint,
            OtlpProtocol.HTTP_PROTOBUF,
            Map.of(),
            Duration.ofSeconds(10),
            OtlpCompression.NONE,
            new OtlpTls(certificate, certificate, key)),
        log,
        () -> now);
  }

  private static int post(OtlpConnection connection, URI endpoint) throws IOException {
    Request request =
        connection.post(endpoint + "/v1/traces", RequestBody.create(new byte[0])).build();
    return connection.send(request, Response::code);
  }

  private static void replaceByRename(Path by, Path file) throws IOException {
    Path next = Files.copy(by, file.resolveSibling("next"), StandardCopyOption.REPLACE_EXISTING);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
