package io.plumbline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.plumbline.capture.DataType;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.Inference;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.OutputKind;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.capture.TensorRole;
import io.plumbline.redact.RedactionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InferenceSpanTest {
  private static final ModelRef FRAUD =
      ModelRef.of("xgboost", "fraud")
          .withVersion("3")
          .withLibraryVersion("2.1.4")
          .withFeatures(List.of("amount", "hour", "age"));

  private static final TelemetryStream STREAM = new TelemetryStream("5eed", 1, Resource.empty());

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  private final Calls calls = new Calls(recorder, "xgboost", "Booster.predict");
  private final InferenceSpans spans = spans(32);

  @Test
  void oneRowOfAnXgboostMatrixHasEachFeatureByValue() {
    Inference inference = call(FRAUD, this::fraudRow);

    assertThat(attributes(inference))
        .containsExactly(
            "ml.operation.name=predict",
            "ml.model.name=fraud",
            "ml.model.version=3",
            "ml.framework.name=xgboost",
            "ml.framework.version=2.1.4",
            "ml.inference.id=5eed-0",
            "ml.batch.size=1",
            "ml.input.amount=120.5",
            "ml.input.age=41.0",
            "ml.features.missing=[hour]",
            "ml.prediction.label=1",
            "ml.prediction.score=0.875",
            "ml.prediction.confidence=0.875",
            "ml.redaction.policy=" + inference.policy(),
            "code.function.name=Booster.predict",
            "thread.name=" + Thread.currentThread().getName());
  }

  private void fraudRow(InFlightInference call) {
    call.batchSize(1);
    call.outputKind(OutputKind.BINARY_PROBABILITY);
    Calls.floats(call, TensorRole.INPUT, "data", 1, 3, 120.5f, Float.NaN, 41);
    Calls.floats(call, TensorRole.OUTPUT, "prediction", 1, 1, 0.875f);
  }

  @Test
  void manyRowsOfAnOnnxClassifierStandInArrays() {
    ModelRef iris = ModelRef.of("onnxruntime", "iris");
    Inference inference =
        call(
            iris,
            call -> {
              call.batchSize(2);
              Calls.floats(call, TensorRole.INPUT, "x", 2, 2, 1, 2, 3, 4);
              Calls.longs(call, TensorRole.OUTPUT, "output_label", 1, 0);
              Calls.floats(
                  call, TensorRole.OUTPUT, "output_probability", 2, 2, .25f, .75f, .875f, .125f);
              Calls.texts(call, TensorRole.CLASSES, "", "0", "1");
            });

    assertThat(attributes(inference))
        .contains(
            "ml.batch.size=2",
            "ml.input.names=[x.0, x.1]",
            "ml.input.values=[1.0, 2.0, 3.0, 4.0]",
            "ml.input.shape=[2, 2]",
            "ml.prediction.label=1",
            "ml.prediction.confidence=0.75",
            "ml.prediction.labels=[1, 0]",
            "ml.prediction.scores=[0.75, 0.125]",
            "ml.prediction.probabilities=[0.25, 0.75, 0.875, 0.125]",
            "ml.prediction.classes=[0, 1]");
  }

  @Test
  void namedArgumentsOfAMethodStandByValueWithTheirTypes() {
    ModelRef scorer = ModelRef.of("methods", "com.acme.Scorer");
    Inference inference =
        call(
            scorer,
            call -> {
              call.scalar(TensorRole.INPUT, "country", "FR");
              call.scalar(TensorRole.INPUT, "items", 3L);
              call.scalar(TensorRole.INPUT, "express", true);
              call.scalar(TensorRole.INPUT, "amount", 9.5);
              call.scalar(TensorRole.LABEL, "", "legit");
              call.scalar(TensorRole.SCORE, "", 0.25);
            });

    assertThat(attributes(inference))
        .contains(
            "ml.input.country=FR",
            "ml.input.items=3",
            "ml.input.express=true",
            "ml.input.amount=9.5",
            "ml.prediction.label=legit",
            "ml.prediction.score=0.25");
    assertThat(span(inference).getAttributes().get(AttributeKey.longKey("ml.input.items")))
        .isEqualTo(3);
  }

  @Test
  void moreFeaturesThanTheLimitStandInArrays() {
    Inference inference = call(FRAUD, this::fraudRow);

    assertThat(
            attributes(
                SpanProtos.decoded(
                    Objects.requireNonNull(spans(2).span(Calls.interpreted(inference))))))
        .contains("ml.input.names=[amount, hour, age]", "ml.input.shape=[1, 3]")
        // JSON has no NaN, so the whole array is text.
        .contains("ml.input.values=[120.5, NaN, 41.0]");
  }

  @Test
  void arraysOfIntegersStayIntegers() {
    Inference inference =
        call(
            ModelRef.of("onnxruntime", "text"),
            call ->
                call.tensor(TensorRole.INPUT, "ids", DataType.INT64, 2, 2)
                    .longs(new long[] {7, 8, 9, Long.MAX_VALUE})
                    .close());

    assertThat(span(inference).getAttributes().get(AttributeKey.longArrayKey("ml.input.values")))
        .containsExactly(7L, 8L, 9L, Long.MAX_VALUE);
  }

  @Test
  void tensorsWhoseRowsDoNotAgreeMakeOneRow() {
    Inference inference =
        call(
            ModelRef.of("onnxruntime", "lstm"),
            call -> {
              Calls.floats(call, TensorRole.INPUT, "steps", 2, 1, 1, 2);
              Calls.longs(call, TensorRole.INPUT, "length", 2);
            });

    assertThat(attributes(inference))
        .contains("ml.input.steps.0=1.0", "ml.input.steps.1=2.0", "ml.input.length=2");
  }

  @Test
  void featuresOfTheSameNameStandInArrays() {
    ModelRef twice = FRAUD.withFeatures(List.of("a", "b", "a"));

    assertThat(attributes(call(twice, this::fraudRow))).contains("ml.input.names=[a, b, a]");
  }

  @Test
  void inputsThatCouldNotBeSeenAreSaidToBeSo() {
    Inference inference =
        call(FRAUD, call -> Calls.floats(call, TensorRole.OUTPUT, "p", 1, 1, .5f));

    assertThat(attributes(inference)).contains("ml.features.seen=false");
  }

  @Test
  void featuresThatTheModelHasAndTheCallDidNotBringAreMissing() {
    Inference inference =
        call(
            FRAUD,
            call -> {
              call.scalar(TensorRole.INPUT, "amount", 1.0);
              call.scalar(TensorRole.INPUT, "age", 2.0);
            });

    assertThat(attributes(inference)).contains("ml.features.missing=[hour]");
  }

  @Test
  void failedCallHasStatusErrorTypeAndException() {
    Inference inference =
        calls.call(FRAUD, this::fraudInputs, new IllegalStateException("shape mismatch"));
    SpanData span = span(inference);

    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.getStatus().getDescription()).isEqualTo("shape mismatch");
    assertThat(attributes(inference)).contains("error.type=java.lang.IllegalStateException");
    assertThat(span.getEvents())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getName()).isEqualTo("exception");
              assertThat(event.getEpochNanos()).isEqualTo(span.getEndEpochNanos());
              assertThat(event.getAttributes().asMap())
                  .containsEntry(
                      AttributeKey.stringKey("exception.type"), "java.lang.IllegalStateException")
                  .containsEntry(AttributeKey.stringKey("exception.message"), "shape mismatch");
            });
  }

  private void fraudInputs(InFlightInference call) {
    Calls.floats(call, TensorRole.INPUT, "data", 1, 3, 1, 2, 3);
  }

  @Test
  void spanIsTheCallersChildAndHasItsIdsFromTheRecord() {
    Inference inference =
        call(
            FRAUD,
            call -> {
              call.parent(0x0af7651916cd43ddL, 0x8448eb211c80319cL, 0xb7ad6b7169203331L, (byte) 1);
              call.traceState("rojo=00f067aa0ba902b7,congo=t61rcWkgMzE");
            });
    SpanData span = span(inference);

    assertThat(span.getName()).isEqualTo("predict fraud");
    assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(span.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(span.getSpanId()).isEqualTo(String.format("%016x", inference.trace().spanId()));
    assertThat(span.getSpanContext().isSampled()).isTrue();
    assertThat(span.getSpanContext().getTraceState().asMap())
        .containsExactly(entry("rojo", "00f067aa0ba902b7"), entry("congo", "t61rcWkgMzE"));
    assertThat(span.getStartEpochNanos()).isEqualTo(inference.startEpochNanos());
    assertThat(span.getEndEpochNanos() - span.getStartEpochNanos())
        .isEqualTo(inference.durationNanos());
  }

  @Test
  void callWithoutACallerIsARootAndTheSameOneWhenReadAgain() {
    Inference inference = call(FRAUD, this::fraudRow);

    assertThat(span(inference).getParentSpanContext().isValid()).isFalse();
    assertThat(span(inference).getSpanContext()).isEqualTo(span(inference).getSpanContext());
    assertThat(span(inference).getSpanContext().isValid()).isTrue();
  }

  @Test
  void keptErrorOfAnUnrecordedCallerHasATraceOfItsOwnAndALink() {
    Inference inference =
        calls.call(FRAUD, call -> call.parent(1, 2, 3, (byte) 0), new IllegalStateException("bad"));
    SpanData span = span(inference);

    assertThat(span.getParentSpanContext().isValid()).isFalse();
    assertThat(span.getSpanContext().isValid()).isTrue();
    assertThat(span.getTraceId()).isNotEqualTo("00000000000000010000000000000002");
    assertThat(span.getTraceId()).isEqualTo(span(inference).getTraceId());
    assertThat(span.getLinks())
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link.getSpanContext().getTraceId())
                  .isEqualTo("00000000000000010000000000000002");
              assertThat(link.getSpanContext().getSpanId()).isEqualTo("0000000000000003");
            });
  }

  @Test
  void callOfAnUnrecordedCallerHasNoSpan() {
    Inference inference = call(FRAUD, call -> call.parent(1, 2, 3, (byte) 0));

    assertThat(spans.span(Calls.interpreted(inference))).isNull();
  }

  private Inference call(ModelRef model, Consumer<InFlightInference> capture) {
    return calls.call(model, capture);
  }

  private static InferenceSpans spans(int featuresByValue) {
    SpanSampling sampling = SpanSampling.parentBasedAlwaysOn(KeepRules.DEFAULT);
    return new InferenceSpans(
        STREAM, new TelemetryOptions("1.0", sampling, MetricLimits.DEFAULT, featuresByValue));
  }

  private SpanData span(Inference inference) {
    return SpanProtos.decoded(Objects.requireNonNull(spans.span(Calls.interpreted(inference))));
  }

  private List<String> attributes(Inference inference) {
    return attributes(span(inference));
  }

  private static List<String> attributes(SpanData span) {
    List<String> texts = new ArrayList<>();
    span.getAttributes().forEach((key, value) -> texts.add(key.getKey() + "=" + value));
    assertThat(texts.stream().map(text -> text.split("=", 2)[0])).doesNotHaveDuplicates();
    return texts;
  }
}
