package io.plumbline.instrumentation.onnxruntime;

import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.instrumentation.context.HostInference;
import io.plumbline.intercept.HookId;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Defined by the loader that sees both ONNX Runtime and the agent. */
final class OrtAdvice {
  private OrtAdvice() {}

  static final class Run {
    private Run() {}

    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static @Nullable Object enter(
        @HookId int hook,
        @Advice.This OrtSession session,
        @Advice.Argument(0) Map<String, ? extends OnnxTensorLike> inputs)
        throws OrtException {
      InFlightInference call = HostInference.begin(hook);
      if (call != null) {
        OrtModel model = OrtModel.of(session);
        model.describe(call);
        if (call.takesSummary()) {
          model.copyInputs(inputs, call);
        }
        call.hostRuns();
      }
      return call;
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class, inline = false)
    public static void exit(
        @Advice.Enter @Nullable Object call,
        @Advice.Return OrtSession.@Nullable Result result,
        @Advice.Thrown @Nullable Throwable thrown)
        throws OrtException {
      if (call instanceof InFlightInference inFlight) {
        inFlight.agentRuns();
        if (result != null && inFlight.takesValues()) {
          OrtValues.copyOutputs(result, inFlight);
        }
        InferenceRecorder.end(inFlight, thrown);
      }
    }
  }

  static final class CreateSession {
    private CreateSession() {}

    @Advice.OnMethodExit(suppress = Throwable.class, inline = false)
    public static void exit(
        @Advice.Argument(0) String file, @Advice.Return @Nullable OrtSession session) {
      if (session != null) {
        OrtModel.loaded(session, file);
      }
    }
  }

  static final class Close {
    private Close() {}

    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static void enter(@Advice.This OrtSession session) {
      OrtModel.forget(session);
    }
  }
}
