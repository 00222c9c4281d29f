package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.resources.Resource;
import io.plumbline.export.ExportOptions;
import io.plumbline.export.ExportResult;
import io.plumbline.export.OtlpExporter;
import io.plumbline.export.OtlpProtocol;
import io.plumbline.telemetry.SpanProtos;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command in a JVM of its own, as a user starts it. */
@Timeout(60)
class ReceiveCommandTest {
  @TempDir Path directory;

  @Test
  void spansOverBothProtocolsArePrintedAppendedAndTotalled() throws Exception {
    Path json = directory.resolve("received.jsonl");
    Process command =
        start("receive", "--port", "0", "--grpc-port", "0", "--json", json.toString());
    BufferedReader out = outputOf(command);
    URI http = URI.create(listening(out));
    URI grpc = URI.create(listening(out));

    assertThat(export(http, OtlpProtocol.HTTP_PROTOBUF, "predict fraud"))
        .isEqualTo(new ExportResult.Delivered(0, ""));
    assertThat(export(grpc, OtlpProtocol.GRPC, "predict churn"))
        .isEqualTo(new ExportResult.Delivered(0, ""));
    List<String> lines = Files.readAllLines(json);
    command.toHandle().destroy();

    assertThat(lines)
        .satisfiesExactly(
            first -> assertThat(first).contains("\"name\":\"predict fraud\""),
            second -> assertThat(second).contains("\"name\":\"predict churn\""));
    assertThat(out.lines().toList())
        .contains("predict fraud  2.00 ms", "predict churn  2.00 ms")
        .endsWith("received 2 spans (0 errors), 0 metrics with 0 data points, 2 requests");
    assertThat(command.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void quietPrintsCountsOnly() throws Exception {
    Process command = start("receive", "--port", "0", "--quiet");
    BufferedReader out = outputOf(command);
    URI http = URI.create(listening(out));

    export(http, OtlpProtocol.HTTP_PROTOBUF, "predict fraud");
    command.toHandle().destroy();

    assertThat(out.lines().toList())
        .containsExactly(
            "so far 1 spans (0 errors), 0 metrics with 0 data points, 1 requests",
            "received 1 spans (0 errors), 0 metrics with 0 data points, 1 requests");
  }

  @Test
  void portInUseIsSaidWithExitStatusOne() throws Exception {
    Process first = start("receive", "--port", "0");
    URI taken = URI.create(listening(outputOf(first)));

    Process second = start("receive", "--port", String.valueOf(taken.getPort()));

    assertThat(outputOf(second).lines().toList())
        .singleElement()
        .asString()
        .startsWith("Cannot receive: ");
    assertThat(second.waitFor()).isEqualTo(1);
    first.destroy();
  }

  @Test
  void versionAndHelpAreAnswered() throws Exception {
    assertThat(outputOf(start("--version")).lines().toList())
        .singleElement()
        .asString()
        .matches("plumbline \\d+\\.\\d+\\.\\d+.*");
    assertThat(outputOf(start("--help")).lines().toList())
        .anyMatch(line -> line.contains("receive"));
    assertThat(outputOf(start("receive", "--help")).lines().toList())
        .anyMatch(line -> line.contains("--grpc-port"));
  }

  private static ExportResult export(URI base, OtlpProtocol protocol, String spanName) {
    try (OtlpExporter exporter =
        new OtlpExporter(ExportOptions.below(base, protocol), Clock.systemUTC())) {
      return exporter.exportSpans(
          List.of(
              SpanProtos.encoded(
                  Resource.empty(),
                  Span.newBuilder()
                      .setName(spanName)
                      .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
                      .setStartTimeUnixNano(1_700_000_000_000_000_000L)
                      .setEndTimeUnixNano(1_700_000_000_002_000_000L)
                      .build())));
    }
  }

  private static String listening(BufferedReader out) throws IOException {
    String line = out.readLine();
    assertThat(line).startsWith("listening on http://127.0.0.1:");
    return line.substring("listening on ".length()).replace(" (grpc)", "");
  }

  private static BufferedReader outputOf(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(PlumblineCommand.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
