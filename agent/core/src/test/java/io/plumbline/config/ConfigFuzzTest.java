package io.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever a file holds, it is accepted, or refused in one line with its place; soon, and nothing
 * else ever happens.
 *
 * <p>Another seed each time; {@code -Dplumbline.fuzz.seed} repeats a failure, {@code
 * -Dplumbline.fuzz.files} makes it longer.
 */
class ConfigFuzzTest {
  private static final int FILES = Integer.getInteger("plumbline.fuzz.files", 30_000);
  private static final Path GOOD =
      Path.of("src", "test", "resources", "io", "plumbline", "config", "good");

  /** Far more than any file takes, and far less than for ever. */
  private static final Duration HANG = Duration.ofSeconds(10);

  private static final Pattern PLACE =
      Pattern.compile("(plumbline|otel)\\.yaml:[1-9][0-9]*:[1-9][0-9]*: \\S.*");

  private static final String OTEL =
      """
      file_format: "1.0"
      disabled: ${OTEL_SDK_DISABLED:-false}
      resource: {attributes: [{name: service.name, value: fraud}], attributes_list: "a=1,b=%20"}
      tracer_provider:
        processors:
          - batch: {exporter: {otlp_http: {endpoint: "http://t:1/v1", headers: [{name: a, value: b}]}}}
        sampler: {parent_based: {root: {trace_id_ratio_based: {ratio: 0.1}}}}
      meter_provider: {readers: [{periodic: {interval: 1000, exporter: {otlp_grpc: }}}]}
      distribution: {plumbline: {spool: {max_size: 1GiB}}}
      """;

  /** What YAML, its references and our paths are made of. */
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ": ",
          ",",
          "- ",
          "? ",
          "&a ",
          "*a",
          "!!str ",
          "!x ",
          "|\n",
          ">-\n",
          "'",
          "\"",
          "%YAML 1.2\n---\n",
          "---\n",
          "...\n",
          "#",
          "`",
          "@",
          "~",
          "null",
          "<<: *a",
          "\t",
          "\n",
          "\r",
          " ",
          "\u0000",
          "\u0085",
          "\uFEFF",
          "\uD83D",
          "é",
          "${",
          "}",
          "$$",
          "${env:A}",
          "${env:A:-b}",
          "${file:/dev/zero}",
          "${file:/nowhere:-x}",
          "${A:-b}",
          "${1}",
          "arg0",
          "return",
          "[\"",
          "[*]",
          "()",
          "99999999999999999999",
          "-1",
          "1e9",
          "0x10",
          "true",
          "1GiB",
          "10s",
          "5%",
          "http://a:1",
          "com.acme.Scorer#score",
          "a=1,b=%zz",
          "methods",
          "models",
          "spool",
          "export",
          "*",
          "\\Q\\E",
          "\\x41",
          "x".repeat(2000),
          "[".repeat(40),
          "{a: ".repeat(40),
          "- ".repeat(40));

  private final long seed = Long.getLong("plumbline.fuzz.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private long slowestNanos;

  @Test
  void fileOfOursIsAcceptedOrRefusedWithItsPlace() {
    List<String> seeds = goodFiles();

    long accepted =
        count(FILES, () -> mutated(pick(seeds), seeds), text -> Settings.yaml(text).env("T", "t"));

    // Else it is the test that has gone blind.
    assertThat(accepted).as("seed " + seed).isBetween(FILES / 100L, FILES * 99L / 100);
  }

  @Test
  void fileOfOpenTelemetryIsAcceptedOrRefusedWithItsPlace() {
    List<String> seeds = List.of(OTEL);

    long accepted =
        count(FILES / 3, () -> mutated(OTEL, seeds), text -> Settings.none().otelFile(text));

    assertThat(accepted).as("seed " + seed).isBetween(FILES / 300L, FILES * 33L / 100);
  }

  private long count(
      int files, java.util.function.Supplier<String> texts, Function<String, Settings> asWritten) {
    System.out.println("seed of this run: -Dplumbline.fuzz.seed=" + seed);
    long accepted = 0;
    for (int i = 0; i < files; i++) {
      String text = texts.get();
      long before = System.nanoTime();
      accepted += isAccepted(text, asWritten.apply(text)) ? 1 : 0;
      long took = System.nanoTime() - before;
      if (took > slowestNanos) {
        // Once more: it may have been the machine.
        before = System.nanoTime();
        boolean ignored = isAccepted(text, asWritten.apply(text));
        slowestNanos = Math.max(slowestNanos, Math.min(took, System.nanoTime() - before));
      }
    }
    System.out.println(
        files + " files, " + accepted + " accepted, slowest " + slowestNanos / 1_000_000 + " ms");
    return accepted;
  }

  private boolean isAccepted(String text, Settings settings) {
    long before = System.nanoTime();
    try {
      Object config = AgentConfig.load(settings.sources());
      return config != null;
    } catch (ConfigException e) {
      if (!PLACE.matcher(String.valueOf(e.getMessage())).matches()) {
        fail("seed " + seed + ", no place: " + e.getMessage() + "\n" + text);
      }
      return false;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError("seed " + seed + ": " + e + "\n" + text, e);
    } finally {
      if (System.nanoTime() - before > HANG.toNanos()) {
        fail("seed " + seed + ", more than " + HANG + "\n" + text);
      }
    }
  }

  private String mutated(String text, List<String> seeds) {
    StringBuilder changed = new StringBuilder(text);
    int edits = 1 + random.nextInt(5);
    for (int edit = 0; edit < edits; edit++) {
      int at = random.nextInt(changed.length() + 1);
      int end = Math.min(changed.length(), at + random.nextInt(12));
      switch (random.nextInt(7)) {
        case 0 -> changed.insert(at, pick(PIECES));
        case 1 -> changed.replace(at, end, pick(PIECES));
        case 2 -> changed.delete(at, end);
        case 3 -> changed.insert(at, (char) random.nextInt(0x180));
        case 4 -> changed.insert(at, changed.substring(at, end).repeat(1 + random.nextInt(50)));
        case 5 -> moveLine(changed);
        default -> splice(changed, at, pick(seeds));
      }
    }
    return changed.toString();
  }

  private void moveLine(StringBuilder text) {
    String[] lines = text.toString().split("\n", -1);
    int from = random.nextInt(lines.length);
    int to = random.nextInt(lines.length);
    String moved = lines[from];
    lines[from] = lines[to];
    lines[to] = " ".repeat(random.nextInt(5)) + moved.stripLeading();
    text.replace(0, text.length(), String.join("\n", lines));
  }

  private void splice(StringBuilder text, int at, String other) {
    int from = random.nextInt(other.length());
    text.replace(at, text.length(), other.substring(from));
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static List<String> goodFiles() {
    try (Stream<Path> files = Files.list(GOOD)) {
      return files
          .sorted()
          .map(
              file -> {
                try {
                  return Files.readString(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
