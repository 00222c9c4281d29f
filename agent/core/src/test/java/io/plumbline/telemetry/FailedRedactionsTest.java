package io.plumbline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.resources.Resource;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.Inference;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.capture.TensorRole;
import io.plumbline.redact.HashKey;
import io.plumbline.redact.NamePattern;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.redact.RedactionPolicy.Values;
import io.plumbline.redact.RedactionRule;
import io.plumbline.redact.RedactionTarget;
import io.plumbline.redact.ValueRule;
import io.plumbline.redact.Vocabularies;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A rule that fails removes the value, and is counted where somebody may be woken by it. */
class FailedRedactionsTest {
  private static final TelemetryOptions OPTIONS = TelemetryOptions.defaults("1.0");
  private static final TelemetryStream STREAM = new TelemetryStream("5eed", 1, Resource.empty());

  @RegisterExtension final RecorderExtension recorder = RecorderExtension.with(Values.SAFE);

  private final Calls calls = new Calls(recorder, "methods", "Scorer.score");
  private final InferenceMetrics metrics = new InferenceMetrics(OPTIONS);

  @BeforeEach
  void roundAges() {
    RedactionRule rule =
        new RedactionRule(
            null,
            RedactionTarget.FEATURE,
            List.of(new NamePattern("age")),
            ValueRule.round(10, true),
            "age rounded");
    RedactionPolicy policy =
        new RedactionPolicy(
            Values.SAFE,
            false,
            List.of(rule),
            List.of(),
            HashKey.of("0".repeat(32), "test"),
            new Vocabularies());
    InferenceRecorder.install(recorder.over(policy));
  }

  @Test
  void valuesWhoseRuleFailedAreCountedByModel() {
    count("churn", call -> call.scalar(TensorRole.INPUT, "age", 47.0));
    assertThat(failed(metrics)).containsExactly(0L);

    count("churn", call -> call.scalar(TensorRole.INPUT, "age", "forty-seven"));
    count("churn", call -> call.scalar(TensorRole.INPUT, "age", "forty-eight"));

    assertThat(failed(metrics)).containsExactly(2L);
  }

  @Test
  void countIsCarriedByACheckpoint() throws IOException {
    count("churn", call -> call.scalar(TensorRole.INPUT, "age", "forty-seven"));

    assertThat(failed(InferenceMetrics.fromBytes(metrics.toBytes(), OPTIONS))).containsExactly(1L);
  }

  @Test
  void stateOfAnAgentThatDidNotCountThemIsRead() throws IOException {
    ModelMetrics before = new ModelMetrics(MetricLimits.DEFAULT, new SeriesBudget(10));
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    before.writeTo(new DataOutputStream(state));
    byte[] withoutTheLast = new byte[state.size() - Long.BYTES];
    System.arraycopy(state.toByteArray(), 0, withoutTheLast, 0, withoutTheLast.length);

    DataInputStream in = new DataInputStream(new ByteArrayInputStream(withoutTheLast));
    new ModelMetrics(MetricLimits.DEFAULT, new SeriesBudget(10)).readFrom(in, false);

    assertThat(in.available()).isZero();
  }

  private void count(String model, Consumer<InFlightInference> capture) {
    Inference inference = calls.call(ModelRef.of("methods", model), capture);
    metrics.record(Calls.interpreted(inference));
  }

  private static List<Long> failed(InferenceMetrics metrics) {
    return metrics.snapshot(STREAM, 99).stream()
        .filter(metric -> metric.getName().equals("ml.redaction.failed"))
        .flatMap(metric -> metric.getLongSumData().getPoints().stream())
        .map(LongPointData::getValue)
        .toList();
  }
}
