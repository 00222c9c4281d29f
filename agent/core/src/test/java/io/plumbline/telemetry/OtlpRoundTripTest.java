package io.plumbline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import io.plumbline.capture.Inference;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.OutputKind;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.capture.TensorRole;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.redact.RedactionPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our spans, and what the SDK's marshalers make of our metrics, as protoc reads OTLP. */
class OtlpRoundTripTest {
  private static final TelemetryStream STREAM =
      new TelemetryStream(
          "5eed",
          77,
          TelemetryResource.of(
              TelemetryResource.describe("1.0", "id", Map.of("service.name", "shop"))));
  private static final TelemetryOptions OPTIONS = TelemetryOptions.defaults("1.0");

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  private final Calls calls = new Calls(recorder, "xgboost", "Booster.predict");

  @Test
  void spanArrivesWithItsIdsItsResourceAndItsValues() {
    ModelRef fraud = ModelRef.of("xgboost", "fraud").withFeatures(List.of("amount", "hour"));
    Inference inference =
        calls.call(
            fraud,
            call -> {
              call.outputKind(OutputKind.CLASS_PROBABILITIES);
              call.parent(1, 2, 3, (byte) 1);
              Calls.floats(call, TensorRole.INPUT, "x", 1, 2, 1.5f, 3);
              Calls.floats(call, TensorRole.OUTPUT, "y", 1, 2, .25f, .75f);
            },
            new IllegalStateException("bad"));

    ExportTraceServiceRequest request = SpanProtos.parsed(List.of(span(inference)));

    assertThat(attributes(request.getResourceSpans(0).getResource().getAttributesList()))
        .containsEntry("service.name", "shop")
        .containsEntry("telemetry.distro.name", "plumbline");
    ScopeSpans scope = request.getResourceSpans(0).getScopeSpans(0);
    assertThat(scope.getScope().getName() + " " + scope.getScope().getVersion())
        .isEqualTo("io.plumbline 1.0");
    Span span = scope.getSpans(0);
    assertThat(span.getName()).isEqualTo("predict fraud");
    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_INTERNAL);
    assertThat(HexFormat.of().formatHex(span.getTraceId().toByteArray()))
        .isEqualTo("00000000000000010000000000000002");
    assertThat(HexFormat.of().formatHex(span.getParentSpanId().toByteArray()))
        .isEqualTo("0000000000000003");
    assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(span.getEvents(0).getName()).isEqualTo("exception");
    assertThat(attributes(span.getAttributesList()))
        .containsEntry("ml.input.amount", "1.5")
        .containsEntry("ml.prediction.label", "1")
        .containsEntry("ml.prediction.probabilities", "[0.25, 0.75]")
        .containsEntry("error.type", "java.lang.IllegalStateException");
  }

  /**
   * And those that protobuf's own library writes: no field is out of order, none longer than it
   * must.
   */
  @ParameterizedTest
  @ValueSource(longs = {6, 7, 8, 9})
  void bytesOfSpansAreThoseOfTheSdksMarshaler(long seed) throws IOException {
    List<EncodedSpan> spans = new ArrayList<>();
    InferenceSpans ofStream = new InferenceSpans(STREAM, OPTIONS);
    Interpreter interpreter = new Interpreter();
    for (Inference inference : new RandomCalls(seed, calls).make(200)) {
      EncodedSpan span = ofStream.span(interpreter.interpret(inference));
      if (span != null) {
        spans.add(span);
      }
    }
    byte[] bytes = SpanProtos.bytes(spans);

    assertThat(spans).hasSizeGreaterThan(100);
    assertThat(bytes).hasSize(TraceRequest.of(spans).getContentLength());
    assertThat(bytes).isEqualTo(binary(TraceRequestMarshaler.create(SpanProtos.decoded(spans))));
    assertThat(bytes).isEqualTo(ExportTraceServiceRequest.parseFrom(bytes).toByteArray());
  }

  @Test
  void spansOfTwoStreamsStandUnderTheirOwnResource() {
    Inference inference = calls.call(ModelRef.of("any", "m"), call -> {});
    EncodedSpan one = span(inference);
    EncodedSpan other =
        Objects.requireNonNull(
            new InferenceSpans(new TelemetryStream("2", 1, Resource.empty()), OPTIONS)
                .span(Calls.interpreted(inference)));

    ExportTraceServiceRequest request = SpanProtos.parsed(List.of(one, one, other));

    assertThat(request.getResourceSpansList())
        .extracting(spans -> spans.getScopeSpans(0).getSpansCount())
        .containsExactly(2, 1);
    assertThat(request.getResourceSpans(1).getResource().getAttributesList()).isEmpty();
    assertThat(TraceRequest.of(List.of(one, one, other)).getContentLength())
        .isEqualTo(request.getSerializedSize());
    assertThat(TraceRequest.of(List.of()).getContentLength()).isZero();
  }

  @Test
  void metricsArriveCumulativeFromTheStreamsStart() throws IOException {
    List<Inference> inferences = new RandomCalls(7, calls).make(200);
    InferenceMetrics metrics = new InferenceMetrics(OPTIONS);
    inferences.stream().map(Calls::interpreted).forEach(metrics::record);

    Map<String, Metric> arrived = send(new ArrayList<>(metrics.snapshot(STREAM, 99)));

    assertThat(arrived.keySet())
        .containsExactlyInAnyOrder(
            "ml.inference.duration",
            "ml.inference.batch.size",
            "ml.prediction.count",
            "ml.redaction.failed",
            "ml.prediction.score",
            "ml.prediction.confidence",
            "ml.feature.value",
            "ml.feature.missing");
    Metric duration = metric(arrived, "ml.inference.duration");
    assertThat(duration.getUnit()).isEqualTo("s");
    assertThat(duration.getHistogram().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    assertThat(
            duration.getHistogram().getDataPointsList().stream()
                .mapToLong(HistogramDataPoint::getCount)
                .sum())
        .isEqualTo(200);
    assertThat(duration.getHistogram().getDataPoints(0).getExemplarsList()).isNotEmpty();
    assertThat(duration.getHistogram().getDataPoints(0).getStartTimeUnixNano()).isEqualTo(77);
    assertThat(duration.getHistogram().getDataPoints(0).getTimeUnixNano()).isEqualTo(99);
    assertThat(metric(arrived, "ml.prediction.count").getSum().getIsMonotonic()).isTrue();
    assertThat(
            metric(arrived, "ml.feature.value")
                .getExponentialHistogram()
                .getDataPoints(0)
                .getPositive()
                .getBucketCountsCount())
        .isBetween(1, 160);
  }

  @Test
  void metricsOfTheAgentArriveWithEveryReason() throws IOException {
    StreamCounts counts =
        new StreamCounts(
            10,
            Map.of(DropReason.RING_FULL, 3L),
            Map.of(DropReason.SPOOL_FULL, 2L),
            Map.of(DropReason.SPOOL_FULL, new LossTime(1_000_500, 1_002_000)),
            4096,
            1,
            Duration.ofMillis(1500));
    ExporterCounts exporter =
        new ExporterCounts(
            ExporterCounts.Signal.SPANS,
            "otlp_grpc_span_exporter",
            "localhost",
            4317,
            2,
            5,
            Map.of("rejected", 1L));

    Map<String, Metric> arrived =
        send(
            new ArrayList<>(
                SelfMetrics.snapshot(
                    STREAM, "1.0", 99, counts, new ProcessCounts(List.of(exporter), null, 0))));

    assertThat(metric(arrived, "plumbline.inferences").getSum().getDataPoints(0).getAsInt())
        .isEqualTo(10);
    NumberDataPoint begin =
        metric(arrived, "plumbline.spans.loss.begin").getGauge().getDataPoints(0);
    assertThat(begin.getAsDouble()).isEqualTo(1000.5);
    assertThat(attributes(begin.getAttributesList())).isEqualTo(Map.of("reason", "spool_full"));
    assertThat(
            metric(arrived, "plumbline.spans.loss.end").getGauge().getDataPoints(0).getAsDouble())
        .isEqualTo(1002);
    assertThat(metric(arrived, "plumbline.spool.without_key").getSum().getDataPoints(0).getAsInt())
        .isEqualTo(1);
    assertThat(metric(arrived, "plumbline.spool.size").getSum().getIsMonotonic()).isFalse();
    assertThat(metric(arrived, "plumbline.spool.lag").getGauge().getDataPoints(0).getAsDouble())
        .isEqualTo(1.5);
    assertThat(
            metric(arrived, "plumbline.dropped").getSum().getDataPointsList().stream()
                .collect(
                    Collectors.toMap(
                        point -> attributes(point.getAttributesList()).get("reason"),
                        point -> point.getAsInt())))
        .hasSize(DropReason.values().length)
        .containsEntry("ring_full", 3L)
        .containsEntry("corrupted", 0L);
    assertThat(
            metric(arrived, "otel.sdk.exporter.span.exported").getSum().getDataPointsList().stream()
                .map(point -> point.getAsInt() + " " + attributes(point.getAttributesList())))
        .containsExactly(
            "5 {otel.component.type=otlp_grpc_span_exporter,"
                + " otel.component.name=otlp_grpc_span_exporter/0, server.address=localhost,"
                + " server.port=4317}",
            "1 {otel.component.type=otlp_grpc_span_exporter,"
                + " otel.component.name=otlp_grpc_span_exporter/0, server.address=localhost,"
                + " server.port=4317, error.type=rejected}");
  }

  private static EncodedSpan span(Inference inference) {
    return Objects.requireNonNull(
        new InferenceSpans(STREAM, OPTIONS).span(Calls.interpreted(inference)));
  }

  private static Map<String, Metric> send(List<MetricData> metrics) throws IOException {
    return ExportMetricsServiceRequest.parseFrom(binary(MetricsRequestMarshaler.create(metrics)))
        .getResourceMetrics(0)
        .getScopeMetrics(0)
        .getMetricsList()
        .stream()
        .collect(Collectors.toMap(Metric::getName, Function.identity()));
  }

  private static Metric metric(Map<String, Metric> metrics, String name) {
    return Objects.requireNonNull(metrics.get(name), name);
  }

  private static byte[] binary(Marshaler marshaler) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    marshaler.writeBinaryTo(bytes);
    return bytes.toByteArray();
  }

  private static Map<String, String> attributes(List<KeyValue> attributes) {
    Map<String, String> texts = new LinkedHashMap<>();
    attributes.forEach(attribute -> texts.put(attribute.getKey(), text(attribute.getValue())));
    return texts;
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream()
              .map(OtlpRoundTripTest::text)
              .toList()
              .toString();
      default -> throw new AssertionError(value);
    };
  }
}
