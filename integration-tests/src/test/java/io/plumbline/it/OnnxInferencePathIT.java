package io.plumbline.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Status;
import io.plumbline.it.harness.ReceivedSpan;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What ONNX Runtime saw and answered arrives over OTLP, once a call, as it was. */
@Tag("inference-path")
@ParameterizedClass(name = "{0}")
@MethodSource("runs")
class OnnxInferencePathIT {
  private final ObservedRun run;

  OnnxInferencePathIT(ObservedRun run) {
    this.run = run;
  }

  static Stream<ObservedRun> runs() {
    return ObservedRun.onEachJdkOverEachProtocol(
        (jdk, models) -> {
          ScoringHosts.writeModelOfFourTypes(models.resolve("payment.onnx"));
          for (String name : List.of("rows", "refusing", "busy")) {
            ScoringHosts.writeModelOfThreeNumbers(models.resolve(name + ".onnx"));
          }
          return ScoringHosts.withOnnxRuntime(jdk)
              .main("io.plumbline.it.host.OnnxScoring", models.toString());
        });
  }

  @Test
  void featuresOfEachTypeArriveAsTheyWere() {
    ReceivedSpan span = run.onlySpanOf("payment");

    assertThat(span.name()).isEqualTo("predict payment");
    assertThat(span.attributes())
        .containsEntry("ml.input.amount", (double) 12.1f)
        .containsEntry("ml.input.rate", 0.1)
        .containsEntry("ml.input.visits", 9_007_199_254_740_993L)
        .containsEntry("ml.input.country", "FR")
        .containsEntry("ml.batch.size", 1L);
  }

  @Test
  void answerArrivesAsTheHostGotIt() {
    assertThat(run.stdout()).contains("payment [[12.1]]");
    assertThat(run.onlySpanOf("payment").attributes())
        .containsEntry("ml.prediction.score", (double) 12.1f);
  }

  @Test
  void modelAndLibraryAreNamed() {
    assertThat(run.onlySpanOf("payment").attributes())
        .containsEntry("ml.operation.name", "predict")
        .containsEntry("ml.model.version", "7")
        .containsEntry("ml.framework.name", "onnxruntime")
        .containsEntry("ml.framework.version", "1.20.0")
        .containsEntry("code.function.name", "ai.onnxruntime.OrtSession.run")
        .containsEntry("thread.name", "main");
    assertThat(run.onlySpanOf("payment").resourceAttributes())
        .containsEntry("service.name", "observed")
        .containsEntry("process.pid", run.pid())
        .containsKey("service.instance.id");
  }

  @Test
  void everyValueOfManyRowsArrives() {
    List<Double> sent =
        IntStream.range(0, 64)
            .boxed()
            .flatMapToDouble(row -> DoubleStream.of(row + 0.5f, -row, row * 1e6f))
            .boxed()
            .toList();

    assertThat(run.onlySpanOf("rows").attributes())
        .containsEntry("ml.batch.size", 64L)
        .containsEntry("ml.input.shape", List.of(64L, 3L))
        .containsEntry("ml.input.names", List.of("x.0", "x.1", "x.2"))
        .containsEntry("ml.input.values", sent)
        .containsEntry("ml.prediction.scores", sent)
        .doesNotContainKey("ml.capture.truncated");
  }

  @Test
  void callThatFailedIsASpanWithTheErrorThatTheHostGot() {
    ReceivedSpan span = run.onlySpanOf("refusing");

    assertThat(run.stdout()).contains("refused ai.onnxruntime.OrtException");
    assertThat(span.span().getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(span.attributes()).containsEntry("error.type", "ai.onnxruntime.OrtException");
    assertThat(
            run.metric("ml.inference.duration").total("error.type", "ai.onnxruntime.OrtException"))
        .isEqualTo(1);
  }

  @Test
  void eachCallOfManyThreadsIsOneSpanWithItsOwnValues() {
    List<ReceivedSpan> spans = run.spansOf("busy");

    assertThat(run.stdout()).contains("busy done");
    assertThat(spans).hasSize(1000);
    assertThat(spans)
        .extracting(span -> span.attribute("ml.input.x.0"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 1000).mapToObj(number -> (Object) (double) number).toList());
    assertThat(spans)
        .extracting(ReceivedSpan::attributes)
        .allSatisfy(
            attributes -> {
              double number = (double) requireNonNull(attributes.get("ml.input.x.0"));
              assertThat(attributes)
                  .containsEntry("ml.input.x.1", number + 0.25)
                  .containsEntry("ml.input.x.2", 0 - number)
                  .containsEntry(
                      "ml.prediction.scores", List.of(number, number + 0.25, 0 - number));
            });
    assertThat(spans).extracting(ReceivedSpan::spanId).doesNotHaveDuplicates();
    assertThat(spans).extracting(span -> span.attribute("ml.inference.id")).doesNotHaveDuplicates();
  }

  @Test
  void metricsCountEachCallOnce() {
    assertThat(run.spans()).hasSize(1003);
    assertThat(run.total("ml.inference.duration", "payment")).isEqualTo(1);
    assertThat(run.total("ml.inference.duration", "rows")).isEqualTo(1);
    assertThat(run.total("ml.inference.duration", "refusing")).isEqualTo(1);
    assertThat(run.total("ml.inference.duration", "busy")).isEqualTo(1000);
    assertThat(run.metric("plumbline.inferences").total()).isEqualTo(1003);
    assertThat(run.metrics())
        .filteredOn(metric -> metric.name().equals("plumbline.dropped"))
        .allMatch(metric -> metric.total() == 0);
  }
}
