package io.plumbline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.redact.RedactionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InferenceRecorderTest {
  private static final CaptureLimits LIMITS = new CaptureLimits(2, 3, 16, 4096, 4);

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL, LIMITS);

  private final RegisteredHook run = recorder.hooks().register("onnxruntime", "OrtSession.run");
  private final RegisteredHook predict = recorder.hooks().register("djl", "Predictor.predict");

  @Test
  void whatIsCopiedIsWhatTheRelayReads() {
    ModelRef model =
        ModelRef.of("onnxruntime", "fraud")
            .withVersion("7")
            .withFeatures(List.of("amount", "hour"));

    InFlightInference call = begin(run);
    call.model(InferenceRecorder.describe(model));
    call.parent(1, 2, 3, (byte) 1);
    call.batchSize(1);
    call.tensor(TensorRole.INPUT, "x", DataType.FP32, 1, 2).floats(new float[] {1.5f, -2f}).close();
    call.scalar(TensorRole.INPUT, "country", "Österreich");
    call.tensor(TensorRole.OUTPUT, "p", DataType.FP64, 1, 2).doubles(new double[] {.2, .8}).close();
    TensorWriter classes = call.tensor(TensorRole.CLASSES, "", DataType.BYTES, new long[] {2});
    classes.append("no");
    classes.append("yes");
    classes.close();
    InferenceRecorder.end(call, null);

    Inference inference = recorder.onlyInference();
    assertThat(inference.model()).isEqualTo(model);
    assertThat(inference.function()).isEqualTo("OrtSession.run");
    assertThat(inference.inputs())
        .containsExactly(
            Tensor.fp32("x", 1.5f, -2f).reshaped(1, 2),
            Tensor.bytes("country", "Österreich").reshaped(1, 1));
    Tensor names = Tensor.bytes("", "no", "yes");
    assertThat(inference.outputs())
        .containsExactly(Tensor.fp64("p", .2, .8).reshaped(1, 2).withClasses(names));
    assertThat(inference.batchSize()).isEqualTo(1);
    assertThat(inference.trace().parentSpanId()).isEqualTo(3);
    assertThat(inference.trace().spanId()).isNotZero();
    assertThat(inference.outcome()).isEqualTo(Outcome.OK);
    assertThat(inference.truncated()).isFalse();
    assertThat(inference.threadName()).isEqualTo(Thread.currentThread().getName());
  }

  @Test
  void threadIsNamedInEachCallAsItIsNamedThen() {
    Thread thread = Thread.currentThread();
    String before = thread.getName();
    List<String> names = List.of("worker-1", "worker-1", "worker-1", "wörker-2", "worker-1");
    try {
      for (String name : names) {
        thread.setName(name);
        InferenceRecorder.end(begin(run), null);
      }
    } finally {
      thread.setName(before);
    }

    assertThat(recorder.sink().inferences())
        .extracting(Inference::threadName)
        .containsExactlyElementsOf(names);
  }

  @Test
  void nestedCallsAreOneInferenceAndTheInnerLibraryIsItsEngine() {
    InFlightInference call = begin(predict);

    assertThat(InferenceRecorder.begin(run.index())).isNull();
    assertThat(InferenceRecorder.begin(predict.index())).isNull();
    InferenceRecorder.end(call, null);

    assertThat(recorder.onlyInference().engine()).isEqualTo("onnxruntime");
  }

  @Test
  void detachedInferenceEndsOnAnotherThreadWhileItsOwnGoesOn() throws InterruptedException {
    InFlightInference later = begin(run);
    InferenceRecorder.detach(later);
    InFlightInference next = begin(run);
    Thread completer = new Thread(() -> InferenceRecorder.end(later, null));
    completer.start();
    completer.join();
    InferenceRecorder.end(next, null);

    assertThat(recorder.sink().inferences())
        .extracting(Inference::sequence)
        .containsExactly(0L, 1L);
  }

  @Test
  void predictionsInsideTrainingAreMarkedUntilItsOutermostEnd() {
    TrainingScope.enter();
    TrainingScope.enter();
    InferenceRecorder.end(begin(run), null);
    TrainingScope.exit();
    InferenceRecorder.end(begin(run), null);
    TrainingScope.exit();
    InferenceRecorder.end(begin(run), null);

    assertThat(recorder.sink().inferences())
        .extracting(Inference::training)
        .containsExactly(true, true, false);
  }

  @Test
  void resumedInferenceTakesInWhatRunsUntilItEnds() throws InterruptedException {
    InFlightInference later = begin(run);
    InferenceRecorder.detach(later);
    Thread completer =
        new Thread(
            () -> {
              InferenceRecorder.resume(later);
              assertThat(InferenceRecorder.begin(predict.index())).isNull();
              InferenceRecorder.end(later, null);
              InferenceRecorder.end(begin(predict), null);
            });
    completer.start();
    completer.join();

    assertThat(recorder.sink().inferences())
        .extracting(Inference::function)
        .containsExactly("OrtSession.run", "Predictor.predict");
  }

  @Test
  void resumedInferenceLeavesTheOneThatRunsAlone() {
    InFlightInference later = begin(run);
    InferenceRecorder.detach(later);
    InFlightInference now = begin(predict);

    InferenceRecorder.resume(later);
    InferenceRecorder.end(later, null);

    assertThat(InferenceRecorder.begin(run.index())).isNull();
    InferenceRecorder.end(now, null);
    assertThat(recorder.sink().inferences()).hasSize(2);
  }

  @Test
  void hookTellsWhatItWasWovenFor() {
    Object origin = new Object();
    RegisteredHook woven = recorder.hooks().register("java", "Scorer.score", origin);

    assertThat(InferenceRecorder.origin(woven.index())).isSameAs(origin);
    assertThat(InferenceRecorder.origin(run.index())).isNull();
  }

  @Test
  void limitsCutRowsValuesAndStringsAndSaySo() {
    InFlightInference call = begin(run);
    float[] values = {0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23};
    call.tensor(TensorRole.INPUT, "x", DataType.FP32, 3, 4).floats(values).close();
    call.scalar(TensorRole.INPUT, "text", "0123456789abcdefgh");
    InferenceRecorder.end(call, null);

    Inference inference = recorder.onlyInference();
    assertThat(inference.truncated()).isTrue();
    Tensor x = inference.inputs().get(0);
    assertThat(x.shape()).containsExactly(3, 4);
    assertThat(x.rows()).isEqualTo(2);
    assertThat(x.valuesPerRow()).isEqualTo(3);
    assertThat(x.doubleAt(3)).isEqualTo(10);
    assertThat(inference.inputs().get(1).textAt(0)).isEqualTo("0123456789abcdef");
  }

  @Test
  void whatIsNotAtHandIsLeftOutAndSaysSo() {
    InFlightInference call = begin(run);
    TensorWriter part = call.tensor(TensorRole.INPUT, "part", DataType.FP32, 2, 3).limit(1, 2);
    part.floats(new float[] {1, 2}, 0).close();
    call.tensor(TensorRole.INPUT, "shape only", DataType.BYTES, 2, 1).limit(0, 0).close();
    InferenceRecorder.end(call, null);

    Inference inference = recorder.onlyInference();
    assertThat(inference.truncated()).isTrue();
    Tensor first = inference.inputs().get(0);
    assertThat(first.shape()).containsExactly(2, 3);
    assertThat(first.rows()).isEqualTo(1);
    assertThat(first.doubleAt(1)).isEqualTo(2);
    assertThat(inference.inputs().get(1).size()).isZero();
  }

  @Test
  void tensorsBeyondTheRecordSizeAreLeftOutAndSaySo() {
    InFlightInference call = begin(run);
    for (int i = 0; i < 100; i++) {
      call.scalar(TensorRole.INPUT, "feature" + i, i);
    }
    InferenceRecorder.end(call, new IllegalStateException("broken"));

    Inference inference = recorder.onlyInference();
    assertThat(inference.truncated()).isTrue();
    assertThat(inference.inputs()).hasSizeBetween(20, 99);
    assertThat(inference.outcome().errorType()).isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void callsBeyondThePoolAreCountedWithoutValues() {
    List<InFlightInference> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      InFlightInference call = begin(run);
      call.scalar(TensorRole.INPUT, "x", i);
      InferenceRecorder.detach(call);
      calls.add(call);
    }
    calls.forEach(call -> InferenceRecorder.end(call, null));

    assertThat(recorder.sink().inferences()).hasSize(4);
    assertThat(recorder.sink().drops())
        .containsExactly(DropReason.IN_FLIGHT_LIMIT, DropReason.IN_FLIGHT_LIMIT);
  }

  @Test
  void enterThatFailsHalfWayKeepsTheInferenceAndFreesTheThread() {
    InFlightInference call = begin(run);
    call.scalar(TensorRole.INPUT, "seen", 1);
    call.tensor(TensorRole.INPUT, "torn", DataType.FP32, 1, 3);
    Object entered = InferenceRecorder.enterFailed(new IllegalStateException("while copying"));

    assertThat(entered).isSameAs(call);
    InferenceRecorder.end(call, null);

    Inference inference = recorder.onlyInference();
    assertThat(inference.incomplete()).isTrue();
    assertThat(inference.inputs()).extracting(Tensor::name).containsExactly("seen");
    assertThat(recorder.takeErrors())
        .containsExactly(
            java.util.Map.entry("advice on enter: java.lang.IllegalStateException", 1L));
    InferenceRecorder.end(begin(run), null);
  }

  @Test
  void warmInferenceAllocatesNothing() {
    float[] features = new float[32];
    ModelCapture model = InferenceRecorder.describe(ModelRef.of("onnxruntime", "fraud"));
    InferenceRecorder.install(recorder.over(new NowhereSink()));
    for (int i = 0; i < 20_000; i++) {
      record(model, features);
    }

    assertAllocatesNothing(model, features);
  }

  @Test
  void neitherDoesItAfterTheFirstCallUnderChangedSettings() {
    float[] features = new float[32];
    ModelCapture model = InferenceRecorder.describe(ModelRef.of("onnxruntime", "fraud"));
    InferenceRecorder changing = recorder.over(new NowhereSink());
    InferenceRecorder.install(changing);
    for (int i = 0; i < 20_000; i++) {
      record(model, features);
    }
    CaptureLimits fewer = new CaptureLimits(2, 8, 64, 32 << 10, 16);
    changing.change(
        RecorderExtension.settings(fewer, RedactionPolicy.Values.SAFE, ModelConfiguration.NONE));
    record(model, features);

    assertAllocatesNothing(model, features);
  }

  private void assertAllocatesNothing(ModelCapture model, float[] features) {
    long before = allocatedBytes();
    for (int i = 0; i < 1000; i++) {
      record(model, features);
    }

    assertThat(allocatedBytes() - before).isLessThan(1000);
  }

  private void record(ModelCapture model, float[] features) {
    InFlightInference call = begin(run);
    call.model(model);
    call.tensor(TensorRole.INPUT, "x", DataType.FP32, 1, features.length).floats(features).close();
    call.scalar(TensorRole.OUTPUT, "score", 0.25);
    call.scalar(TensorRole.OUTPUT, "label", "legit");
    InferenceRecorder.end(call, null);
  }

  private static InFlightInference begin(RegisteredHook hook) {
    return Objects.requireNonNull(InferenceRecorder.begin(hook.index()));
  }

  private static long allocatedBytes() {
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static final class NowhereSink implements InferenceSink {
    @Override
    public @org.jspecify.annotations.Nullable DropReason accept(
        int hook, byte[] record, int length) {
      return null;
    }

    @Override
    public void acceptDropped(int hook, DropReason reason) {}
  }
}
