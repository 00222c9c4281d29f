package io.plumbline.instrumentation.methods;

import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.instrumentation.context.HostInference;
import io.plumbline.intercept.HookId;
import java.util.concurrent.CompletionStage;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Serves every configured method, also those of class files too old for invokedynamic. */
final class MethodAdvice {
  private MethodAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
  public static @Nullable Object enter(
      @HookId int hook,
      @Advice.This(optional = true) @Nullable Object self,
      @Advice.AllArguments @Nullable Object[] arguments) {
    InFlightInference call = HostInference.begin(hook);
    if (call != null) {
      begun(call, hook, self, arguments);
    }
    return call;
  }

  /** Likewise, however the arguments came. */
  static void begun(
      InFlightInference call, int hook, @Nullable Object self, @Nullable Object[] arguments) {
    try {
      MethodPlans.of(hook).enter(self, arguments, call);
    } catch (Throwable e) {
      // Not left to the dispatcher: where the host's getters ran hooks of their own, it could no
      // longer tell that this call is to be ended.
      InferenceRecorder.enterFailed(e);
    }
    call.hostRuns();
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class, inline = false)
  public static void exit(
      @Advice.Enter @Nullable Object call,
      @HookId int hook,
      @Advice.This(optional = true) @Nullable Object self,
      @Advice.AllArguments @Nullable Object[] arguments,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object result,
      @Advice.Thrown @Nullable Throwable thrown) {
    if (call instanceof InFlightInference inFlight) {
      returned(inFlight, hook, self, arguments, result, thrown);
    }
  }

  /** Likewise, however the arguments came. */
  static void returned(
      InFlightInference call,
      int hook,
      @Nullable Object self,
      @Nullable Object[] arguments,
      @Nullable Object result,
      @Nullable Throwable thrown) {
    call.agentRuns();
    if (thrown != null) {
      InferenceRecorder.end(call, thrown);
      return;
    }
    MethodPlan plan = MethodPlans.of(hook);
    if (result instanceof CompletionStage<?> stage) {
      LaterResult.await(stage, plan, self, arguments, call);
    } else {
      InferenceRecorder.end(call, plan.exit(self, arguments, result, call));
    }
  }
}
