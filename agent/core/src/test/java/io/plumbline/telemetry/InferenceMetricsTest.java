package io.plumbline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.plumbline.capture.Inference;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.capture.TensorRole;
import io.plumbline.redact.RedactionPolicy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InferenceMetricsTest {
  private static final TelemetryOptions OPTIONS = options(MetricLimits.DEFAULT);
  private static final TelemetryStream STREAM = new TelemetryStream("5eed", 77, Resource.empty());
  private static final AttributeKey<String> LABEL = AttributeKey.stringKey("ml.prediction.label");
  private static final AttributeKey<String> FEATURE = AttributeKey.stringKey("ml.feature.name");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  private static final AttributeKey<Boolean> OVERFLOW =
      AttributeKey.booleanKey("otel.metric.overflow");

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  private final Calls calls = new Calls(recorder, "any", "Any.predict");

  @Test
  void everyInferenceCountsAsANaiveRecountSays() {
    List<Inference> inferences = new RandomCalls(1, calls).make(400);

    InferenceMetrics metrics = metrics(inferences);

    assertThat(sums(metrics, "ml.inference.duration"))
        .isEqualTo(
            count(
                inferences,
                i ->
                    model(i)
                        + (i.training() ? " training" : "")
                        + (i.outcome().isError() ? " " + i.outcome().errorType() : ""),
                i -> 1L));
    assertThat(sums(metrics, "ml.inference.batch.size"))
        .isEqualTo(count(inferences, i -> model(i) + (i.training() ? " training" : ""), i -> 1L));
    assertThat(labels(metrics)).isEqualTo(recountedLabels(inferences));
    assertThat(features(metrics)).isEqualTo(recountedFeatures(inferences));
  }

  private static Map<String, Long> labels(InferenceMetrics metrics) {
    Map<String, Long> counts = new TreeMap<>();
    points(metrics, "ml.prediction.count", LongPointData.class)
        .forEach(
            point ->
                counts.put(
                    model(point) + " " + point.getAttributes().get(LABEL), point.getValue()));
    return counts;
  }

  private static Map<String, Long> recountedLabels(List<Inference> inferences) {
    Map<String, Long> counts = new TreeMap<>();
    for (Inference inference : inferences) {
      Prediction prediction = Prediction.of(inference);
      for (int row = 0; !inference.training() && row < prediction.rows(); row++) {
        counts.merge(model(inference) + " " + prediction.label(row), 1L, Long::sum);
      }
    }
    return counts;
  }

  /** Model and feature: finite values, zeros, missing values, least and greatest. */
  private static Map<String, List<Number>> features(InferenceMetrics metrics) {
    Map<String, List<Number>> features = new TreeMap<>();
    Map<String, Long> missing =
        points(metrics, "ml.feature.missing", LongPointData.class).stream()
            .collect(Collectors.toMap(InferenceMetricsTest::feature, LongPointData::getValue));
    for (ExponentialHistogramPointData point :
        points(metrics, "ml.feature.value", ExponentialHistogramPointData.class)) {
      long inBuckets =
          point.getPositiveBuckets().getTotalCount()
              + point.getNegativeBuckets().getTotalCount()
              + point.getZeroCount();
      assertThat(inBuckets).isEqualTo(point.getCount());
      features.put(
          feature(point),
          List.of(
              point.getCount(),
              point.getZeroCount(),
              Objects.requireNonNull(missing.get(feature(point))),
              point.getMin(),
              point.getMax(),
              point.getSum()));
    }
    return features;
  }

  private static String feature(PointData point) {
    return model(point) + " " + point.getAttributes().get(FEATURE);
  }

  private static Map<String, List<Number>> recountedFeatures(List<Inference> inferences) {
    Map<String, List<Number>> recount = new TreeMap<>();
    for (Inference inference : inferences) {
      if (inference.training()) {
        continue;
      }
      List<String> names = inference.model().features();
      for (int i = 0; i < inference.inputs().get(0).size(); i++) {
        String name = names.isEmpty() ? "x." + i % 3 : names.get(i % 3);
        double value = inference.inputs().get(0).doubleAt(i);
        recount.merge(model(inference) + " " + name, oneValue(value), InferenceMetricsTest::addUp);
      }
    }
    return recount;
  }

  private static List<Number> oneValue(double value) {
    if (!Double.isFinite(value)) {
      long missing = Double.isNaN(value) ? 1 : 0;
      return List.of(0L, 0L, missing, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0);
    }
    return List.of(1L, value == 0 ? 1L : 0L, 0L, value, value, value);
  }

  private static List<Number> addUp(List<Number> a, List<Number> b) {
    return List.of(
        a.get(0).longValue() + b.get(0).longValue(),
        a.get(1).longValue() + b.get(1).longValue(),
        a.get(2).longValue() + b.get(2).longValue(),
        Math.min(a.get(3).doubleValue(), b.get(3).doubleValue()),
        Math.max(a.get(4).doubleValue(), b.get(4).doubleValue()),
        a.get(5).doubleValue() + b.get(5).doubleValue());
  }

  @Test
  void checkpointInTheMiddleChangesNothing() throws IOException {
    List<Inference> inferences = new RandomCalls(2, calls).make(300);
    MetricLimits tight = new MetricLimits(2, 2, 1, 2, 3);
    InferenceMetrics whole = new InferenceMetrics(options(tight));
    InferenceMetrics parts = new InferenceMetrics(options(tight));
    for (int i = 0; i < inferences.size(); i++) {
      whole.record(Calls.interpreted(inferences.get(i)));
      parts.record(Calls.interpreted(inferences.get(i)));
      if (i % 97 == 50) {
        parts = InferenceMetrics.fromBytes(parts.toBytes(), options(tight));
      }
    }

    assertThat(parts.toBytes()).isEqualTo(whole.toBytes());
    assertThat(text(parts)).isEqualTo(text(whole));
  }

  private static String text(InferenceMetrics metrics) {
    return snapshot(metrics)
        .flatMap(
            metric ->
                metric.getData().getPoints().stream().map(p -> metric.getName() + describe(p)))
        .collect(Collectors.joining("\n"));
  }

  private static String describe(PointData point) {
    String value =
        point instanceof HistogramPointData h
            ? h.getCounts() + " " + h.getSum() + " " + h.getExemplars()
            : point.toString();
    return " " + point.getAttributes() + " " + value;
  }

  @Test
  void pointsHaveTheStreamsStartAndTheTimeOfTheSnapshot() {
    InferenceMetrics metrics = metrics(new RandomCalls(3, calls).make(20));

    assertThat(snapshot(metrics).flatMap(metric -> metric.getData().getPoints().stream()))
        .isNotEmpty()
        .allSatisfy(
            point -> {
              assertThat(point.getStartEpochNanos()).isEqualTo(77);
              assertThat(point.getEpochNanos()).isEqualTo(99);
            });
  }

  @Test
  void noTwoPointsOfAMetricHaveTheSameAttributes() {
    MetricLimits tight = new MetricLimits(1, 1, 1, 1, 2);
    InferenceMetrics metrics = new InferenceMetrics(options(tight));
    new RandomCalls(4, calls).make(300).stream().map(Calls::interpreted).forEach(metrics::record);

    assertThat(snapshot(metrics).toList())
        .allSatisfy(
            metric ->
                assertThat(
                        metric.getData().getPoints().stream().map(p -> p.getAttributes().asMap()))
                    .doesNotHaveDuplicates());
  }

  @Test
  void labelsBeyondTheLimitAreCountedAsOverflow() {
    MetricLimits twoLabels = new MetricLimits(64, 2, 30, 256, 2000);
    InferenceMetrics metrics = new InferenceMetrics(options(twoLabels));
    for (String label : List.of("a", "b", "c", "a", "d")) {
      metrics.record(
          Calls.interpreted(
              calls.call(
                  ModelRef.of("any", "m"), call -> call.scalar(TensorRole.LABEL, "", label))));
    }

    Map<String, Long> counts = new TreeMap<>();
    points(metrics, "ml.prediction.count", LongPointData.class)
        .forEach(
            point -> {
              Attributes attributes = point.getAttributes();
              String key = attributes.get(OVERFLOW) == null ? attributes.get(LABEL) : "overflow";
              counts.put(String.valueOf(key), point.getValue());
            });
    assertThat(counts).isEqualTo(Map.of("a", 2L, "b", 1L, "overflow", 2L));
  }

  @Test
  void errorTypeIsTheSameOnSpanAndMetric() {
    Inference failed =
        calls.call(ModelRef.of("any", "m"), call -> {}, new IllegalStateException("bad"));
    SpanData span =
        SpanProtos.decoded(
            Objects.requireNonNull(
                new InferenceSpans(STREAM, OPTIONS).span(Calls.interpreted(failed))));

    assertThat(points(metrics(List.of(failed)), "ml.inference.duration", HistogramPointData.class))
        .singleElement()
        .satisfies(
            point ->
                assertThat(point.getAttributes().get(ERROR))
                    .isEqualTo(span.getAttributes().get(ERROR))
                    .isEqualTo("java.lang.IllegalStateException"));
  }

  @Test
  void exemplarsNameTheLastSpanInEachBucketAndOnlyOnesThatExist() {
    List<Inference> inferences = new RandomCalls(5, calls).make(200);
    InferenceSpans spans = new InferenceSpans(STREAM, OPTIONS);
    Map<String, SpanData> bySpanId = new TreeMap<>();
    for (Inference inference : inferences) {
      EncodedSpan encoded = spans.span(Calls.interpreted(inference));
      if (encoded != null) {
        SpanData span = SpanProtos.decoded(encoded);
        bySpanId.put(span.getSpanId(), span);
      }
    }

    assertThat(bySpanId).hasSizeBetween(50, 180);
    assertThat(points(metrics(inferences), "ml.inference.duration", HistogramPointData.class))
        .isNotEmpty()
        .flatExtracting(HistogramPointData::getExemplars)
        .isNotEmpty()
        .allSatisfy(
            exemplar -> {
              SpanData span =
                  Objects.requireNonNull(bySpanId.get(exemplar.getSpanContext().getSpanId()));
              assertThat(span.getTraceId()).isEqualTo(exemplar.getSpanContext().getTraceId());
              assertThat(span.getEndEpochNanos()).isEqualTo(exemplar.getEpochNanos());
            });
  }

  @Test
  void boundariesHoldTheirUpperBound() {
    BucketHistogram histogram = new BucketHistogram(new double[] {0, 0.5, 1});
    for (double value : new double[] {-1, 0, 0.25, 0.5, 0.75, 1, 2}) {
      histogram.record(value, null);
    }

    assertThat(histogram.counts()).containsExactly(2L, 2L, 2L, 1L);
    assertThat(histogram.min()).isEqualTo(-1);
    assertThat(histogram.max()).isEqualTo(2);
    assertThat(histogram.sum()).isEqualTo(3.5);
  }

  @Test
  void boundariesOfTheTableAscend() {
    assertThat(Instrument.all())
        .allSatisfy(
            instrument -> {
              assertThat(instrument.boundaries()).isSorted().doesNotHaveDuplicates();
              boolean explicit = instrument.kind() == Instrument.Kind.HISTOGRAM;
              assertThat(instrument.boundaries().length > 0).isEqualTo(explicit);
            });
    assertThat(Instrument.DURATION.boundaries()).startsWith(1e-6).endsWith(10);
    assertThat(Instrument.PREDICTION_SCORE.boundaries()).hasSize(21).contains(0.15, 0.95);
  }

  @Test
  void stateOfAnotherVersionIsRefused() {
    assertThatThrownBy(() -> InferenceMetrics.fromBytes(new byte[] {9}, OPTIONS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 9");
  }

  private static TelemetryOptions options(MetricLimits limits) {
    SpanSampling half = SpanSampling.named("parentbased_traceidratio", 0.5, KeepRules.DEFAULT);
    return new TelemetryOptions("1", half, limits, 32);
  }

  private static InferenceMetrics metrics(List<Inference> inferences) {
    InferenceMetrics metrics = new InferenceMetrics(OPTIONS);
    inferences.stream().map(Calls::interpreted).forEach(metrics::record);
    return metrics;
  }

  private static Stream<MetricData> snapshot(InferenceMetrics metrics) {
    return metrics.snapshot(STREAM, 99).stream();
  }

  private static <P extends PointData> List<P> points(
      InferenceMetrics metrics, String name, Class<P> type) {
    return snapshot(metrics)
        .filter(metric -> metric.getName().equals(name))
        .flatMap(metric -> metric.getData().getPoints().stream())
        .map(type::cast)
        .toList();
  }

  private static Map<String, Long> sums(InferenceMetrics metrics, String histogram) {
    Map<String, Long> counts = new TreeMap<>();
    for (HistogramPointData point : points(metrics, histogram, HistogramPointData.class)) {
      Attributes attributes = point.getAttributes();
      boolean training = attributes.get(AttributeKey.booleanKey("ml.inference.training")) != null;
      String error = attributes.get(ERROR) == null ? "" : " " + attributes.get(ERROR);
      counts.put(model(point) + (training ? " training" : "") + error, point.getCount());
      assertThat(point.getCounts().stream().mapToLong(n -> n).sum()).isEqualTo(point.getCount());
    }
    return counts;
  }

  private static Map<String, Long> count(
      List<Inference> inferences,
      Function<Inference, String> key,
      Function<Inference, Long> weight) {
    Map<String, Long> counts = new TreeMap<>();
    inferences.forEach(i -> counts.merge(key.apply(i), weight.apply(i), Long::sum));
    return counts;
  }

  private static String model(Inference inference) {
    return inference.model().name() + " " + inference.model().version();
  }

  private static String model(PointData point) {
    return point.getAttributes().get(AttributeKey.stringKey("ml.model.name"))
        + " "
        + point.getAttributes().get(AttributeKey.stringKey("ml.model.version"));
  }
}
