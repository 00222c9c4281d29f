package io.plumbline.ring;

import io.plumbline.capture.DataType;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.ModelCapture;
import io.plumbline.capture.RegisteredHook;
import io.plumbline.capture.TensorRole;
import org.jspecify.annotations.Nullable;

/** A host's class as it is woven: calls advice, and lets nothing of it through. */
final class Scorer {
  private static final double[] FEATURES = {1, 2, 3};

  private final int hook;
  private final ModelCapture model;

  /**
   * @param hook of {@code …score}
   */
  Scorer(RegisteredHook hook, ModelCapture model) {
    this.hook = hook.index();
    this.model = model;
  }

  void score() {
    try {
      Object entered = guardedEnter();
      guardedExit(entered);
    } catch (StackOverflowError e) {
      // As the woven handler around the handler.
    }
  }

  private @Nullable Object guardedEnter() {
    try {
      return enter();
    } catch (Throwable e) {
      return InferenceRecorder.enterFailed(e);
    }
  }

  private void guardedExit(@Nullable Object entered) {
    try {
      exit(entered);
    } catch (Throwable e) {
      InferenceRecorder.exitFailed(e, entered, null);
    }
  }

  private @Nullable InFlightInference enter() {
    InFlightInference call = InferenceRecorder.begin(hook);
    if (call != null) {
      call.model(model);
      call.tensor(TensorRole.INPUT, "x", DataType.FP64, 1, FEATURES.length)
          .doubles(FEATURES)
          .close();
    }
    return call;
  }

  private static void exit(@Nullable Object entered) {
    if (entered instanceof InFlightInference call) {
      call.scalar(TensorRole.LABEL, "label", "fraud");
      InferenceRecorder.end(call, null);
    }
  }
}
