package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Status;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.Jdks;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.ReceivedMetric;
import io.plumbline.it.harness.ReceivedSpan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What ONNX Runtime saw and answered arrives over OTLP, once a call, as it was. */
@Tag("inference-path")
@ParameterizedClass(name = "{0} over {1}")
@MethodSource("jdksAndProtocols")
class OnnxInferencePathIT {
  private static final String MODEL = "ml.model.name";

  @Parameter(0)
  private Jdk jdk;

  @Parameter(1)
  private OtlpProtocol protocol;

  private static OtlpReceiver receiver;
  private static HostJvm host;

  static Stream<Arguments> jdksAndProtocols() {
    return Jdks.installed()
        .flatMap(jdk -> Arrays.stream(OtlpProtocol.values()).map(p -> Arguments.of(jdk, p)));
  }

  @BeforeParameterizedClassInvocation
  static void runHost(Jdk jdk, OtlpProtocol protocol, @TempDir Path models) {
    ScoringHosts.writeModelOfFourTypes(models.resolve("payment.onnx"));
    for (String name : List.of("rows", "refusing", "busy")) {
      ScoringHosts.writeModelOfThreeNumbers(models.resolve(name + ".onnx"));
    }
    receiver = OtlpReceiver.start();
    host =
        ScoringHosts.observed(
                ScoringHosts.withOnnxRuntime(jdk)
                    .main("io.plumbline.it.host.OnnxScoring", models.toString()),
                "onnx",
                receiver,
                protocol)
            .start();
    assertThat(host.awaitExit(Duration.ofMinutes(2))).isZero();
  }

  @AfterParameterizedClassInvocation
  static void close() {
    host.close();
    receiver.close();
  }

  @Test
  void featuresOfEachTypeArriveAsTheyWere() {
    ReceivedSpan span = onlySpanOf("payment");

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
    assertThat(host.stdout()).contains("payment [[12.1]]");
    assertThat(onlySpanOf("payment").attributes())
        .containsEntry("ml.prediction.score", (double) 12.1f);
  }

  @Test
  void modelAndLibraryAreNamed() {
    assertThat(onlySpanOf("payment").attributes())
        .containsEntry("ml.operation.name", "predict")
        .containsEntry("ml.model.version", "7")
        .containsEntry("ml.framework.name", "onnxruntime")
        .containsEntry("ml.framework.version", "1.20.0")
        .containsEntry("code.function.name", "ai.onnxruntime.OrtSession.run")
        .containsEntry("thread.name", "main");
    assertThat(onlySpanOf("payment").resourceAttributes())
        .containsEntry("service.name", "onnx")
        .containsEntry("process.pid", host.pid())
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

    assertThat(onlySpanOf("rows").attributes())
        .containsEntry("ml.batch.size", 64L)
        .containsEntry("ml.input.shape", List.of(64L, 3L))
        .containsEntry("ml.input.names", List.of("x.0", "x.1", "x.2"))
        .containsEntry("ml.input.values", sent)
        .containsEntry("ml.prediction.scores", sent)
        .doesNotContainKey("ml.capture.truncated");
  }

  @Test
  void callThatFailedIsASpanWithTheErrorThatTheHostGot() {
    ReceivedSpan span = onlySpanOf("refusing");

    assertThat(host.stdout()).contains("refused ai.onnxruntime.OrtException");
    assertThat(span.span().getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(span.attributes()).containsEntry("error.type", "ai.onnxruntime.OrtException");
    assertThat(duration().total("error.type", "ai.onnxruntime.OrtException")).isEqualTo(1);
  }

  @Test
  void eachCallOfManyThreadsIsOneSpanWithItsOwnValues() {
    List<ReceivedSpan> spans = spansOf("busy");

    assertThat(host.stdout()).contains("busy done");
    assertThat(spans).hasSize(1000);
    assertThat(spans)
        .extracting(span -> span.attribute("ml.input.x.0"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 1000).mapToObj(number -> (Object) (double) number).toList());
    assertThat(spans)
        .allSatisfy(
            span -> {
              double number = (double) span.attributes().get("ml.input.x.0");
              assertThat(span.attributes())
                  .containsEntry("ml.input.x.1", number + 0.25)
                  .containsEntry("ml.input.x.2", -number)
                  .containsEntry("ml.prediction.scores", List.of(number, number + 0.25, -number));
            });
    assertThat(spans).extracting(ReceivedSpan::spanId).doesNotHaveDuplicates();
    assertThat(spans).extracting(span -> span.attribute("ml.inference.id")).doesNotHaveDuplicates();
  }

  @Test
  void metricsCountEachCallOnce() {
    assertThat(receiver.spans()).hasSize(1003);
    assertThat(duration().total(MODEL, "payment")).isEqualTo(1);
    assertThat(duration().total(MODEL, "rows")).isEqualTo(1);
    assertThat(duration().total(MODEL, "refusing")).isEqualTo(1);
    assertThat(duration().total(MODEL, "busy")).isEqualTo(1000);
    assertThat(newest("plumbline.inferences").total()).isEqualTo(1003);
    assertThat(receiver.metrics())
        .filteredOn(metric -> metric.name().equals("plumbline.dropped"))
        .allMatch(metric -> metric.total() == 0);
  }

  private static ReceivedMetric duration() {
    return newest("ml.inference.duration");
  }

  /** The host has ended: nothing newer comes. */
  private static ReceivedMetric newest(String name) {
    return receiver.awaitMetric(name, metric -> true);
  }

  private static ReceivedSpan onlySpanOf(String model) {
    List<ReceivedSpan> spans = spansOf(model);
    assertThat(spans).hasSize(1);
    return spans.get(0);
  }

  private static List<ReceivedSpan> spansOf(String model) {
    return receiver.spans().stream().filter(span -> model.equals(span.attribute(MODEL))).toList();
  }
}
