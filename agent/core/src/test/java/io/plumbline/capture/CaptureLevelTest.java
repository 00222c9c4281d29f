package io.plumbline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.redact.RedactionPolicy;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left of a call at each level, and that every call is left. */
class CaptureLevelTest {
  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  private final RegisteredHook run = recorder.hooks().register("onnxruntime", "OrtSession.run");

  @ParameterizedTest
  @EnumSource
  void everyCallIsARecordOfItsModelAndItsError(CaptureLevel level) {
    overhead().level(level);

    for (int i = 0; i < 100; i++) {
      InferenceRecorder.end(call(), i == 7 ? new IllegalStateException("on purpose") : null);
    }

    List<Inference> inferences = recorder.sink().inferences();
    assertThat(inferences).hasSize(100).extracting(Inference::level).containsOnly(level);
    assertThat(inferences).extracting(i -> i.model().name()).containsOnly("fraud");
    assertThat(inferences.get(7).outcome().errorType())
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(inferences).extracting(Inference::sequence).doesNotHaveDuplicates();
  }

  @Test
  void summaryHasRowsAndShapesAndNoValue() {
    overhead().level(CaptureLevel.SUMMARY);

    InferenceRecorder.end(call(), null);

    Inference inference = recorder.onlyInference();
    assertThat(inference.batchSize()).isEqualTo(1);
    assertThat(inference.inputs()).extracting(Tensor::name).containsExactly("x", "country");
    assertThat(inference.inputs()).extracting(Tensor::size).containsOnly(0);
    assertThat(inference.inputs().get(0).shape()).containsExactly(1, 2);
    assertThat(inference.truncated()).isTrue();
    assertThat(inference.threadName()).isEqualTo(Thread.currentThread().getName());
  }

  @Test
  void ofOneThatIsOnlyCountedMessageAndThreadAreMissingToo() {
    overhead().level(CaptureLevel.COUNTS);

    InferenceRecorder.end(call(), new IllegalStateException("on purpose"));

    Inference inference = recorder.onlyInference();
    assertThat(inference.outcome().errorMessage()).isNull();
    assertThat(inference.threadName()).isNull();
  }

  @Test
  void callGoesOnAtTheLevelAtWhichItBegan() {
    InFlightInference before = call();
    overhead().level(CaptureLevel.COUNTS);
    InferenceRecorder.end(before, null);

    assertThat(recorder.onlyInference().level()).isEqualTo(CaptureLevel.FULL);
    assertThat(recorder.onlyInference().inputs()).extracting(Tensor::size).containsExactly(2, 1);
  }

  @Test
  void someCallsGoALevelHigherWhenAskedTo() {
    overhead().level(CaptureLevel.COUNTS);
    overhead().probe(2);

    for (int i = 0; i < 5; i++) {
      InferenceRecorder.end(call(), null);
    }

    assertThat(recorder.sink().inferences())
        .extracting(Inference::level)
        .containsExactly(
            CaptureLevel.SUMMARY,
            CaptureLevel.SUMMARY,
            CaptureLevel.COUNTS,
            CaptureLevel.COUNTS,
            CaptureLevel.COUNTS);
  }

  private static CaptureOverhead overhead() {
    return Objects.requireNonNull(InferenceRecorder.installed()).overhead();
  }

  private InFlightInference call() {
    InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(run.index()));
    call.model(InferenceRecorder.describe(ModelRef.of("onnxruntime", "fraud")));
    call.batchSize(1);
    call.tensor(TensorRole.INPUT, "x", DataType.FP32, 1, 2).floats(new float[] {1.5f, -2f}).close();
    call.scalar(TensorRole.INPUT, "country", "FR");
    call.hostRuns();
    return call;
  }
}
