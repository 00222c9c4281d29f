package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Status;
import io.plumbline.it.harness.ReceivedSpan;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What XGBoost saw and answered arrives over OTLP, once a call, as it was; training does not. */
@Tag("inference-path")
@ParameterizedClass(name = "{0}")
@MethodSource("runs")
class XgboostInferencePathIT {
  private static final String ERROR = "ml.dmlc.xgboost4j.java.XGBoostError";

  private final ObservedRun run;

  XgboostInferencePathIT(ObservedRun run) {
    this.run = run;
  }

  static Stream<ObservedRun> runs() {
    return ObservedRun.onEachJdkOverEachProtocol(
        (jdk, models) ->
            ScoringHosts.withXgboost(jdk)
                .main("io.plumbline.it.host.XgboostScoring", models.toString()));
  }

  @Test
  void featuresAndAnswerArriveAsTheyWere() {
    ReceivedSpan span = run.onlySpanOf("one");
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
    assertThat(run.onlySpanOf("rows").attributes())
        .containsEntry("ml.batch.size", 40L)
        .containsEntry("ml.input.shape", List.of(40L, 2L))
        .containsEntry(
            "ml.input.values", IntStream.range(0, 80).mapToObj(i -> (double) (i / 100f)).toList())
        .containsEntry("ml.prediction.scores", answers("rows"));
  }

  @Test
  void callThatFailedIsASpanWithTheErrorThatTheHostGot() {
    ReceivedSpan span = run.onlySpanOf("refusing");

    assertThat(run.stdout()).contains("refused " + ERROR);
    assertThat(span.span().getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(span.attributes()).containsEntry("error.type", ERROR);
    assertThat(run.metric("ml.inference.duration").total("error.type", ERROR)).isEqualTo(1);
  }

  @Test
  void eachCallOfManyThreadsIsOneSpanWithItsOwnValues() {
    Map<Object, Object> expected =
        run.stdout()
            .lines()
            .filter(line -> line.startsWith("busy "))
            .map(line -> line.split(" "))
            .collect(
                Collectors.toMap(
                    words -> Double.valueOf(words[1]),
                    words -> (double) Float.parseFloat(words[2])));

    assertThat(expected).hasSize(1000);
    assertThat(run.spansOf("busy")).hasSize(1000);
    assertThat(
            run.spansOf("busy").stream()
                .collect(
                    Collectors.toMap(
                        span -> span.attributes().get("ml.input.features.1"),
                        span -> span.attributes().get("ml.prediction.score"))))
        .isEqualTo(expected);
  }

  @Test
  void metricsCountEachCallOnceAndTrainingNot() {
    assertThat(run.spans()).hasSize(1003);
    assertThat(run.metric("ml.inference.duration").total()).isEqualTo(1003);
    assertThat(run.total("ml.inference.duration", "busy")).isEqualTo(1000);
    assertThat(run.total("ml.prediction.count", "rows")).isEqualTo(40);
    assertThat(run.metric("plumbline.inferences").total()).isEqualTo(1003);
  }

  private List<Double> answers(String model) {
    return run.stdout()
        .lines()
        .filter(line -> line.startsWith(model + " "))
        .map(line -> (double) Float.parseFloat(line.substring(model.length() + 1)))
        .toList();
  }
}
