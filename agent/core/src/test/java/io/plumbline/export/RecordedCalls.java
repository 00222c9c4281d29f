package io.plumbline.export;

import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.OutputKind;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.capture.RegisteredHook;
import io.plumbline.capture.TensorRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Records of calls, as the ring gets them. */
final class RecordedCalls {
  private static final ModelRef MODEL = ModelRef.of("any", "m");

  private final RecorderExtension recorder;
  private final RegisteredHook hook;
  private int taken;

  RecordedCalls(RecorderExtension recorder) {
    this.recorder = recorder;
    this.hook = recorder.hooks().register("any", "Any.predict");
  }

  List<byte[]> make(int count) {
    return make(count, call -> {});
  }

  List<byte[]> make(int count, Consumer<InFlightInference> more) {
    for (int i = 0; i < count; i++) {
      InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(hook.index()));
      call.model(InferenceRecorder.describe(MODEL));
      more.accept(call);
      call.scalar(TensorRole.INPUT, "x", (double) i);
      call.outputKind(OutputKind.BINARY_PROBABILITY);
      call.scalar(TensorRole.OUTPUT, "p", 0.75);
      InferenceRecorder.end(call, null);
    }
    List<byte[]> all = recorder.sink().records();
    List<byte[]> made = new ArrayList<>(all.subList(taken, all.size()));
    taken = all.size();
    return made;
  }
}
