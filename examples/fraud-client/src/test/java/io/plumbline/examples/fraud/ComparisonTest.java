package io.plumbline.examples.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four calls: one row, a batch with a missing value, text features, and an error. */
class ComparisonTest {
  @TempDir Path directory;

  private String answers;
  private String spans;
  private String metrics;

  @BeforeEach
  void read() throws IOException {
    answers = resource("answers.jsonl");
    spans = resource("spans.jsonl");
    metrics = resource("metrics.jsonl");
  }

  @Test
  void equalWhenEveryAnswerHasItsSpanAndTheMetricsCountTheSame() throws Exception {
    assertThat(compare()).isTrue();
  }

  @Test
  void spanThatWasSentTwiceIsOne() throws Exception {
    spans = spans + spans;

    assertThat(compare()).isTrue();
  }

  @Test
  void newestPointOfACumulativeMetricCounts() throws Exception {
    metrics = metrics.replace("\"asInt\":\"4\"", "\"asInt\":\"3\"") + metrics;

    assertThat(compare()).isTrue();
  }

  @Test
  void lineThatIsStillBeingWrittenIsLeftForLater() throws Exception {
    metrics = metrics + "{\"resourceSpans\":[{";

    assertThat(compare()).isTrue();
  }

  @Test
  void notEqualWhenASpanIsMissing() throws Exception {
    spans = spans.lines().skip(1).reduce("", (all, line) -> all + line + "\n");

    assertThat(compare()).isFalse();
  }

  @Test
  void notEqualWhenACallHasTwoSpans() throws Exception {
    spans = spans + spans.replace("\"spanId\":\"0", "\"spanId\":\"f");

    assertThat(compare()).isFalse();
  }

  @Test
  void notEqualWhenAValueDiffers() throws Exception {
    assertDiffers("12.34000015258789", "12.350000381469727");
    assertDiffers("\"pos\"", "\"app\"");
    assertDiffers("\"NaN\"", "\"7.0\"");
    assertDiffers("ml.input.hour", "ml.input.minute");
    assertDiffers("0.9312344789505005", "0.9412344789505005");
    assertDiffers("\"stringValue\":\"dining\"", "\"stringValue\":\"fuel\"");
    assertDiffers("ai.onnxruntime.OrtException", "java.lang.Error");
    assertDiffers("\"code\":2", "\"code\":1");
  }

  @Test
  void notEqualWhenAMetricMiscounts() throws Exception {
    String right = metrics;
    for (String point : new String[] {"\"asInt\":\"4\"", "\"asInt\":\"2\"", "\"count\":\"1\""}) {
      metrics = right.replace(point, point.replaceAll("[0-9]", "9"));

      assertThat(compare()).as(point).isFalse();
    }
  }

  @Test
  void nothingAnsweredIsNotEqual() throws Exception {
    answers = "";
    spans = "";
    metrics = "";

    assertThat(compare()).isFalse();
  }

  private void assertDiffers(String value, String other) throws Exception {
    String right = spans;
    spans = right.replace(value, other);

    assertThat(spans).isNotEqualTo(right);
    assertThat(compare()).as(other).isFalse();
    spans = right;
  }

  private boolean compare() throws Exception {
    Path telemetry = Files.writeString(directory.resolve("telemetry.jsonl"), spans + metrics);
    Path log = Files.writeString(directory.resolve("answers.jsonl"), answers);
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new Comparison(OtlpJson.read(telemetry), AnswerReading.read(log)).printTo(out);
  }

  private static String resource(String name) throws IOException {
    try (var stream = ComparisonTest.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
