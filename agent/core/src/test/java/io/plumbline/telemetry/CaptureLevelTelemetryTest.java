package io.plumbline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.plumbline.capture.CaptureLevel;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.Inference;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.capture.TensorRole;
import io.plumbline.redact.RedactionPolicy;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of inferences that were captured at each level. */
class CaptureLevelTelemetryTest {
  private static final TelemetryOptions OPTIONS = TelemetryOptions.defaults("1");
  private static final TelemetryStream STREAM = new TelemetryStream("5eed", 1, Resource.empty());

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  private final Calls calls = new Calls(recorder, "xgboost", "Booster.predict");
  private final InferenceSpans spans = new InferenceSpans(STREAM, OPTIONS);
  private final InferenceMetrics metrics = new InferenceMetrics(OPTIONS);

  @Test
  void spanOfASummarySaysWhyItHasNoValues() {
    SpanData span = span(CaptureLevel.SUMMARY);

    assertThat(span.getAttributes().asMap())
        .containsEntry(AttributeKey.stringKey("ml.capture.level"), "summary")
        .containsEntry(AttributeKey.booleanKey("ml.capture.truncated"), true)
        .containsEntry(AttributeKey.longKey("ml.batch.size"), 1L);
    assertThat(span.getAttributes().asMap().keySet())
        .extracting(AttributeKey::getKey)
        .noneMatch(key -> key.startsWith("ml.input"))
        .noneMatch(key -> key.startsWith("ml.features"))
        .noneMatch(key -> key.startsWith("ml.prediction"));
  }

  @Test
  void spanOfAFullCaptureSaysNothingOfIt() {
    SpanData span = span(CaptureLevel.FULL);

    assertThat(span.getAttributes().get(AttributeKey.stringKey("ml.capture.level"))).isNull();
    assertThat(span.getAttributes().get(AttributeKey.doubleKey("ml.input.a"))).isEqualTo(2);
  }

  private SpanData span(CaptureLevel level) {
    return SpanProtos.decoded(Objects.requireNonNull(spans.span(Calls.interpreted(call(level)))));
  }

  @Test
  void whatIsOnlyCountedHasNoSpan() {
    Inference counted = call(CaptureLevel.COUNTS);

    assertThat(spans.span(Calls.interpreted(counted))).isNull();
    assertThat(spans.isLeftOut(Calls.interpreted(counted))).isTrue();
    assertThat(spans.isLeftOut(Calls.interpreted(call(CaptureLevel.SUMMARY)))).isFalse();
  }

  @Test
  void everyLevelCountsAndOnlyValuesThatWereTakenAreInTheStatistics() {
    for (CaptureLevel level : CaptureLevel.values()) {
      for (int i = 0; i <= level.number(); i++) {
        metrics.record(Calls.interpreted(call(level)));
      }
    }

    assertThat(count("ml.inference.duration")).isEqualTo(6);
    assertThat(count("ml.prediction.score")).isEqualTo(1);
    assertThat(metrics.snapshot(STREAM, 2))
        .filteredOn(metric -> metric.getName().equals("ml.feature.missing"))
        .flatExtracting(metric -> metric.getLongSumData().getPoints())
        .extracting(LongPointData::getValue)
        .containsExactlyInAnyOrder(0L, 1L);
  }

  private long count(String metric) {
    return metrics.snapshot(STREAM, 2).stream()
        .filter(data -> data.getName().equals(metric))
        .flatMap(data -> data.getData().getPoints().stream())
        .mapToLong(CaptureLevelTelemetryTest::count)
        .sum();
  }

  private static long count(PointData point) {
    return ((HistogramPointData) point).getCount();
  }

  private Inference call(CaptureLevel level) {
    recorder.level(level);
    return calls.call(
        ModelRef.of("xgboost", "fraud").withFeatures(List.of("a", "b")), this::capture);
  }

  private void capture(InFlightInference call) {
    call.batchSize(1);
    Calls.floats(call, TensorRole.INPUT, "x", 1, 2, 2, Float.NaN);
    Calls.floats(call, TensorRole.SCORE, "", 1, 1, 0.5f);
  }
}
