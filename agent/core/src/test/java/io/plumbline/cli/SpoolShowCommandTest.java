package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.RecorderExtension;
import io.plumbline.redact.RedactionPolicy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SpoolShowCommandTest {
  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  @TempDir Path base;

  @Test
  void newestAreShownAsTheReceiverWouldPrintThem() throws IOException {
    new SpoolFixture(base, recorder).dead('a', 20, 3);

    CommandRun run = CommandRun.of("spool", "show", "--last", "4", base);

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.lines())
        .filteredOn(line -> line.startsWith("predict m"))
        .hasSize(4)
        .allMatch(line -> line.matches("predict m  .*s"));
    assertThat(run.lines())
        .filteredOn(line -> line.contains("─ x  "))
        .extracting(line -> line.replaceAll(".* ", ""))
        .containsExactly("19", "20", "21", "22");
    assertThat(run.lines().get(0)).isEqualTo("resource  fraud");
    assertThat(run.out()).contains("service.instance.id").contains("instance-a");
  }

  @Test
  void otlpJsonHasARequestOnEachLine() throws IOException {
    new SpoolFixture(base, recorder).dead('a', 120, 3);

    CommandRun run = CommandRun.of("spool", "show", "--all", "--format", "otlp-json", base);

    assertThat(run.status()).isZero();
    assertThat(run.lines()).allMatch(line -> line.startsWith("{\"resourceSpans\":["));
    assertThat(run.out().split("\"name\":\"predict m\"", -1)).hasSize(123 + 1);
    IntStream.range(0, 123)
        .forEach(
            i ->
                assertThat(run.out())
                    .contains("\"key\":\"ml.input.x\",\"value\":{\"doubleValue\":" + i + ".0}"));
  }

  @Test
  void whatTheSamplingOnlyCountsIsShownAndSaid() throws IOException {
    new SpoolFixture(base, recorder).sampled("always_off ratio=1.0").dead('a', 1, 0);

    CommandRun run = CommandRun.of("spool", "show", base);

    assertThat(run.out()).contains("predict m").contains("only counted");
  }

  @Test
  void damagedRecordIsSaidAndTheOthersAreShown() throws IOException {
    Path dead = new SpoolFixture(base, recorder).dead('a', 5, 0);
    try (RandomAccessFile segment =
        new RandomAccessFile(dead.resolve("queue/19700101-01F.cq4").toFile(), "rw")) {
      segment.seek(0x10114 + 100);
      segment.write("damaged".getBytes(StandardCharsets.US_ASCII));
    }

    CommandRun run = CommandRun.of("spool", "show", base);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("spool verify");
    assertThat(run.lines()).filteredOn(line -> line.startsWith("predict m")).hasSize(4);
  }

  @Test
  void unknownFormatIsWrongUsage() {
    CommandRun run = CommandRun.of("spool", "show", "--format", "xml", base);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("xml is not a format; use text or otlp-json");
  }
}
