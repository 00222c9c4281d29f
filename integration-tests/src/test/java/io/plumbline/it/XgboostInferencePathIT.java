package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Status;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.ReceivedMetric;
import io.plumbline.it.harness.ReceivedSpan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What XGBoost saw and answered arrives over OTLP, once a call, as it was; training does not. */
@Tag("inference-path")
@ParameterizedClass(name = "{0} over {1}")
@MethodSource("io.plumbline.it.OnnxInferencePathIT#jdksAndProtocols")
class XgboostInferencePathIT {
  private static final String MODEL = "ml.model.name";
  private static final String ERROR = "ml.dmlc.xgboost4j.java.XGBoostError";

  @Parameter(0)
  private Jdk jdk;

  @Parameter(1)
  private OtlpProtocol protocol;

  private static OtlpReceiver receiver;
  private static HostJvm host;

  @BeforeParameterizedClassInvocation
  static void runHost(Jdk jdk, OtlpProtocol protocol, @TempDir Path models) {
    receiver = OtlpReceiver.start();
    host =
        ScoringHosts.observed(
                ScoringHosts.withXgboost(jdk)
                    .main("io.plumbline.it.host.XgboostScoring", models.toString()),
                "xgboost",
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
  void featuresAndAnswerArriveAsTheyWere() {
    ReceivedSpan span = onlySpanOf("one");
    double answer = answers("one").get(0);

    assertThat(span.name()).isEqualTo("predict one");
    assertThat(span.attributes())
        .containsEntry("ml.input.features.0", (double) 0.7f)
        .containsEntry("ml.input.features.1", 3.0)
        .containsEntry("ml.batch.size", 1L)
        .containsEntry("ml.prediction.score", answer)
        .containsEntry("ml.prediction.label", answer > 0.5 ? "1" : "0")
        .containsEntry("ml.framework.name", "xgboost")
        .containsEntry("ml.framework.version", "2.1.4")
        .containsEntry("code.function.name", "ml.dmlc.xgboost4j.java.Booster.predict");
  }

  @Test
  void everyValueOfManyRowsArrives() {
    assertThat(onlySpanOf("rows").attributes())
        .containsEntry("ml.batch.size", 40L)
        .containsEntry("ml.input.shape", List.of(40L, 2L))
        .containsEntry(
            "ml.input.values", IntStream.range(0, 80).mapToObj(i -> (double) (i / 100f)).toList())
        .containsEntry("ml.prediction.scores", answers("rows"));
  }

  @Test
  void callThatFailedIsASpanWithTheErrorThatTheHostGot() {
    ReceivedSpan span = onlySpanOf("refusing");

    assertThat(host.stdout()).contains("refused " + ERROR);
    assertThat(span.span().getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(span.attributes()).containsEntry("error.type", ERROR);
    assertThat(newest("ml.inference.duration").total("error.type", ERROR)).isEqualTo(1);
  }

  @Test
  void eachCallOfManyThreadsIsOneSpanWithItsOwnValues() {
    Map<Object, Object> expected =
        host.stdout()
            .lines()
            .filter(line -> line.startsWith("busy "))
            .map(line -> line.split(" "))
            .collect(
                Collectors.toMap(
                    words -> Double.valueOf(words[1]),
                    words -> (double) Float.parseFloat(words[2])));

    assertThat(expected).hasSize(1000);
    assertThat(spansOf("busy")).hasSize(1000);
    assertThat(
            spansOf("busy").stream()
                .collect(
                    Collectors.toMap(
                        span -> span.attributes().get("ml.input.features.1"),
                        span -> span.attributes().get("ml.prediction.score"))))
        .isEqualTo(expected);
  }

  @Test
  void metricsCountEachCallOnceAndTrainingNot() {
    assertThat(receiver.spans()).hasSize(1003);
    assertThat(newest("ml.inference.duration").total()).isEqualTo(1003);
    assertThat(newest("ml.inference.duration").total(MODEL, "busy")).isEqualTo(1000);
    assertThat(newest("ml.prediction.count").total(MODEL, "rows")).isEqualTo(40);
    assertThat(newest("plumbline.inferences").total()).isEqualTo(1003);
  }

  private static List<Double> answers(String model) {
    return host.stdout()
        .lines()
        .filter(line -> line.startsWith(model + " "))
        .map(line -> (double) Float.parseFloat(line.substring(model.length() + 1)))
        .toList();
  }

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
