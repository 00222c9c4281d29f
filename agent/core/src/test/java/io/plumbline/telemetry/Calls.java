package io.plumbline.telemetry;

import io.plumbline.capture.DataType;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.Inference;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.capture.RegisteredHook;
import io.plumbline.capture.TensorRole;
import io.plumbline.capture.TensorWriter;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls as the instrumentations record them, through the real recorder and back from its bytes. */
public final class Calls {
  private final RecorderExtension recorder;
  private final RegisteredHook hook;

  public Calls(RecorderExtension recorder, String library, String function) {
    this.recorder = recorder;
    this.hook = recorder.hooks().register(library, function);
  }

  /** Records one call and reads it back. */
  public Inference call(ModelRef model, Consumer<InFlightInference> capture) {
    return call(model, capture, null);
  }

  public Inference call(
      ModelRef model, Consumer<InFlightInference> capture, @Nullable Throwable thrown) {
    InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(hook.index()));
    call.model(InferenceRecorder.describe(model));
    capture.accept(call);
    InferenceRecorder.end(call, thrown);
    List<Inference> all = recorder.sink().inferences();
    return all.get(all.size() - 1);
  }

  static Interpretation interpreted(Inference inference) {
    return new Interpreter().interpret(inference);
  }

  static void floats(
      InFlightInference call, TensorRole role, String name, long rows, long columns, float... x) {
    call.tensor(role, name, DataType.FP32, rows, columns).floats(x).close();
  }

  static void longs(InFlightInference call, TensorRole role, String name, long... values) {
    call.tensor(role, name, DataType.INT64, new long[] {values.length}).longs(values).close();
  }

  static void texts(InFlightInference call, TensorRole role, String name, String... values) {
    TensorWriter tensor = call.tensor(role, name, DataType.BYTES, new long[] {values.length});
    for (String value : values) {
      tensor.append(value);
    }
    tensor.close();
  }
}
