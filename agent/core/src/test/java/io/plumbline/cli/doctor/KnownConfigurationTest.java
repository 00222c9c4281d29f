package io.plumbline.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.export.ExportOptions;
import io.plumbline.export.OtlpCompression;
import io.plumbline.export.OtlpEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A doctor that asks otherwise than the agent does would say what is not so. */
class KnownConfigurationTest {
  private static final long PID = 4711;

  /** A process in a container: its root is not ours. */
  @TempDir private Path proc;

  private Path root = Path.of("set later");

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectories(proc.resolve(PID + "/root"));
    Files.createDirectories(root.resolve("app"));
    Files.createDirectories(root.resolve("run/secrets"));
    Files.createSymbolicLink(proc.resolve(PID + "/cwd"), root.resolve("app"));
    Files.writeString(proc.resolve(PID + "/environ"), "");
  }

  @Test
  void receiverIsAskedAsTheAgentAsks() throws IOException {
    Files.writeString(root.resolve("run/secrets/token"), "of-the-container\n");
    Files.writeString(
        root.resolve("app/plumbline.yaml"),
        """
        export:
          endpoint: https://collector:4318
          compression: gzip
          timeout: 3s
          headers: {authorization: "Bearer ${file:/run/secrets/token}", tenant: "${env:TENANT}"}
          tls: {ca: certs/ca.pem, certificate: /run/own.pem, key: /run/own.key}
        """);
    process(List.of("-Dplumbline.config=plumbline.yaml"), List.of("TENANT=acme"));

    OtlpEndpoint traces = endpoints(known(null)).traces();

    assertThat(traces.uri()).hasToString("https://collector:4318/v1/traces");
    assertThat(traces.compression()).isEqualTo(OtlpCompression.GZIP);
    assertThat(traces.timeout()).hasSeconds(3);
    assertThat(traces.headers())
        .containsEntry("authorization", "Bearer of-the-container")
        .containsEntry("tenant", "acme");
    assertThat(traces.tls().certificate())
        .isEqualTo(proc.resolve(PID + "/cwd").resolve("certs/ca.pem"));
    assertThat(traces.tls().clientCertificate()).isEqualTo(root.resolve("run/own.pem"));
    assertThat(traces.tls().clientKey()).isEqualTo(root.resolve("run/own.key"));
  }

  @Test
  void fileOfOpenTelemetryIsReadInTheProcessesRoot() throws IOException {
    Files.writeString(
        root.resolve("app/otel.yaml"),
        """
        file_format: "1.0"
        tracer_provider:
          processors:
            - batch: {exporter: {otlp_http: {endpoint: "http://of-the-file:4318/v1/traces"}}}
        """);
    process(List.of(), List.of("OTEL_CONFIG_FILE=otel.yaml"));

    assertThat(endpoints(known("")).traces().uri())
        .hasToString("http://of-the-file:4318/v1/traces");
  }

  @Test
  void problemNamesTheFileAsTheProcessDoes() throws IOException {
    Files.writeString(root.resolve("app/plumbline.yaml"), "spol: {}\n");
    process(List.of(), List.of());

    assertThat(known("plumbline.yaml").problem())
        .startsWith("plumbline.yaml:1:1")
        .contains("did you mean spool?");
  }

  private void process(List<String> arguments, List<String> environment) throws IOException {
    Files.writeString(proc.resolve(PID + "/cmdline"), String.join("\0", arguments) + "\0");
    Files.writeString(proc.resolve(PID + "/environ"), String.join("\0", environment) + "\0");
  }

  private KnownConfiguration known(@Nullable String agentArguments) {
    return KnownConfiguration.of(ObservedProcess.of(proc, PID), agentArguments);
  }

  private ExportOptions endpoints(KnownConfiguration known) {
    assertThat(known.problem()).isNull();
    return Objects.requireNonNull(known.endpoints(ObservedProcess.of(proc, PID)));
  }
}
