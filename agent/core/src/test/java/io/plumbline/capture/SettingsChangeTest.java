package io.plumbline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.redact.RedactionPolicy.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Settings are changed while calls are made: each goes by one of them, from begin to end. */
class SettingsChangeTest {
  private static final int CALLS = 20_000;

  @RegisterExtension final RecorderExtension extension = RecorderExtension.with(Values.ALL);

  private final ListSink sink = new ListSink();
  private final CaptureSettings first = settings(1, Values.ALL, "first");
  private final CaptureSettings second = settings(3, Values.NUMBERS, "second");
  private InferenceRecorder recorder = extension.over(sink);
  private int hook;

  @BeforeEach
  void install() {
    hook = extension.hooks().register("test", "Scorer.score").index();
    recorder = extension.over(sink);
    recorder.change(first);
    InferenceRecorder.install(recorder);
  }

  @AfterEach
  void uninstall() {
    InferenceRecorder.install(null);
  }

  @Test
  void callThatRunsGoesOnAsItBegan() {
    ModelCapture model = model();
    InFlightInference running = begin();

    recorder.change(second);
    record(running, model);
    record(begin(), model);

    assertThat(sink.inferences()).hasSize(2);
    assertIsUnder(first, sink.inferences().get(0));
    assertIsUnder(second, sink.inferences().get(1));
  }

  @Test
  void modelThatWasDescribedBeforeIsDescribedAnew() {
    ModelCapture model = model();
    recorder.change(second);
    record(begin(), model);
    recorder.change(first);
    record(begin(), model);

    assertThat(sink.inferences())
        .extracting(inference -> inference.model().name())
        .containsExactly("second", "first");
  }

  @Test
  void limitOfCallsInFlightGrowsAndShrinks() {
    recorder.change(inFlight(1));
    InFlightInference one = begin();
    InferenceRecorder.detach(one);
    InFlightInference beyond = begin();
    InferenceRecorder.detach(beyond);
    assertThat(beyond.slot()).isNegative();

    recorder.change(inFlight(2));
    InFlightInference two = begin();
    InferenceRecorder.detach(two);
    assertThat(two.slot()).isNotNegative();

    for (InFlightInference each : List.of(one, beyond, two)) {
      InferenceRecorder.end(each, null);
    }
    assertThat(sink.inferences()).hasSize(2);
    recorder.change(inFlight(1));
    InFlightInference again = begin();
    assertThat(again.slot()).isNotNegative();
    InferenceRecorder.end(again, null);
  }

  @Test
  void everyCallOfManyThreadsIsUnderOneOfBoth() throws InterruptedException {
    ModelCapture model = model();
    AtomicBoolean over = new AtomicBoolean();
    Thread changing =
        new Thread(
            () -> {
              while (!over.get()) {
                recorder.change(second);
                recorder.change(first);
              }
            });
    changing.start();
    List<Thread> calling = new ArrayList<>();
    CountDownLatch made = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int call = 0; call < CALLS / 4; call++) {
                  record(begin(), model);
                }
                made.countDown();
              });
      calling.add(thread);
      thread.start();
    }
    made.await();
    over.set(true);
    changing.join();
    for (Thread thread : calling) {
      thread.join();
    }

    assertThat(sink.inferences()).hasSize(CALLS);
    for (Inference inference : sink.inferences()) {
      assertIsUnder(inference.model().name().equals("first") ? first : second, inference);
    }
  }

  private static ModelCapture model() {
    return InferenceRecorder.describe(ModelRef.of("test", "seen"));
  }

  private InFlightInference begin() {
    return Objects.requireNonNull(InferenceRecorder.begin(hook));
  }

  /** Three rows, a string and its model: each by a setting of its own. */
  private static void record(InFlightInference call, ModelCapture model) {
    call.model(model);
    call.tensor(TensorRole.INPUT, "x", DataType.FP32, 3, 1).floats(new float[] {1, 2, 3}).close();
    call.scalar(TensorRole.INPUT, "name", "alice");
    InferenceRecorder.end(call, null);
  }

  private void assertIsUnder(CaptureSettings settings, Inference inference) {
    String model = settings.models().complete(ModelRef.of("test", "seen")).name();
    assertThat(inference.model().name()).isEqualTo(model);
    assertThat(inference.policy()).isEqualTo(settings.policy().id());
    Tensor rows = inference.inputs().get(0);
    assertThat(rows.size()).isEqualTo(settings.limits().maxRows());
    boolean kept = settings.equals(first);
    assertThat(inference.inputs().get(1).isRemoved(0)).isEqualTo(!kept);
  }

  private static CaptureSettings settings(int rows, Values values, String model) {
    return RecorderExtension.settings(
        new CaptureLimits(rows, 256, 256, 64 << 10, 256), values, new Renamed(model));
  }

  private static CaptureSettings inFlight(int max) {
    return RecorderExtension.settings(
        new CaptureLimits(1, 1, 16, 64 << 10, max), Values.ALL, ModelConfiguration.NONE);
  }

  /** As {@code models: [{name: …}]} does. */
  private record Renamed(String name) implements ModelConfiguration {
    @Override
    public ModelRef complete(ModelRef seen) {
      return ModelRef.of(seen.library(), name);
    }

    @Override
    public Set<String> namedFeatures(ModelRef seen) {
      return Set.of();
    }

    @Override
    public boolean namesLabels(ModelRef seen) {
      return false;
    }
  }
}
