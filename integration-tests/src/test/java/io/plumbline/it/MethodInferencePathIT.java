package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.HostJvmBuilder;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.ReceivedSpan;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What arrives of a scorer that nobody but its YAML knows. */
@Tag("inference-path")
@ParameterizedClass
@MethodSource("runs")
class MethodInferencePathIT {
  private static final String YAML =
      """
      methods:
        - class: com.acme.ChurnScorer
          method: score(java.util.Map)
          model: {name: churn, version: this.version}
          features: arg0
          prediction: {label: return.label, score: return.probability}
        - class: com.acme.ChurnScorer
          method: scoreLater
          model: {name: later, version: this.version}
          prediction: {label: return.label, score: return.probability}
        - class: com.acme.ChurnScorer
          method: scoreArray
          model: {name: busy}
          feature_names: [number, half]
          prediction: {score: return}
      """;

  private final ObservedRun run;

  MethodInferencePathIT(ObservedRun run) {
    this.run = run;
  }

  static Stream<ObservedRun> runs() {
    return ObservedRun.onEachJdkOverEachProtocol(MethodInferencePathIT::service);
  }

  private static HostJvmBuilder service(Jdk jdk, Path unused) {
    return HostJvm.on(jdk)
        .testClasses()
        .main("io.plumbline.it.host.AfterAgent", "com.acme.ChurnService", "com.acme.ChurnScorer")
        .agent(YAML);
  }

  @Test
  void firstCallArrivesWithItsValues() {
    ReceivedSpan first = run.spansOf("churn").get(0);

    assertThat(first.attributes())
        .containsEntry("ml.input.spend", 3.0)
        .containsEntry("ml.input.visits", 9L)
        .containsEntry("ml.input.country", "FR")
        .containsEntry("ml.prediction.label", "stays")
        .containsEntry("ml.prediction.score", 0.25)
        .containsEntry("ml.model.version", "7")
        .containsEntry("code.function.name", "com.acme.ChurnScorer.score");
  }

  @Test
  void exceptionIsTheHostsAndAnErrorSpan() {
    assertThat(run.stdout()).contains("spend is missing");
    assertThat(run.spansOf("churn")).hasSize(2);
    assertThat(run.spansOf("churn").get(1).attributes())
        .containsEntry("error.type", "java.lang.IllegalArgumentException")
        .containsEntry("ml.input.visits", 1L);
  }

  @Test
  void resultThatComesLaterEndsTheInference() {
    assertThat(run.onlySpanOf("later").attributes())
        .containsEntry("ml.prediction.label", "stays")
        .containsEntry("ml.prediction.score", 0.125)
        .containsEntry("ml.model.version", "8");
  }

  @Test
  void everyCallOfManyThreadsIsOneSpanWithItsOwnValues() {
    assertThat(run.spansOf("busy"))
        .extracting(span -> span.attribute("ml.input.number"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 1000).mapToObj(i -> (Object) (double) i).toList());
    assertThat(run.spansOf("busy"))
        .allSatisfy(
            span ->
                assertThat(number(span, "ml.prediction.score"))
                    .isEqualTo(2 * number(span, "ml.input.number")));
    assertThat(run.total("ml.inference.duration", "busy")).isEqualTo(1000);
  }

  private static double number(ReceivedSpan span, String attribute) {
    return (double) Objects.requireNonNull(span.attribute(attribute));
  }
}
