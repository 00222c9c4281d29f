package io.plumbline.instrumentation.methods;

import io.plumbline.capture.InFlightInference;
import io.plumbline.instrumentation.context.HostInference;
import io.plumbline.intercept.ArgumentCount;
import io.plumbline.intercept.HookId;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * As {@link MethodAdvice}, for the few parameters that most methods have: makes no array of them.
 */
final class FewArgumentsAdvice {
  private FewArgumentsAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
  public static @Nullable Object enter(
      @HookId int hook,
      @ArgumentCount int count,
      @Advice.This(optional = true) @Nullable Object self,
      @Advice.Argument(value = 0, optional = true, typing = Assigner.Typing.DYNAMIC)
          @Nullable Object first,
      @Advice.Argument(value = 1, optional = true, typing = Assigner.Typing.DYNAMIC)
          @Nullable Object second,
      @Advice.Argument(value = 2, optional = true, typing = Assigner.Typing.DYNAMIC)
          @Nullable Object third,
      @Advice.Argument(value = 3, optional = true, typing = Assigner.Typing.DYNAMIC)
          @Nullable Object fourth) {
    InFlightInference call = HostInference.begin(hook);
    if (call != null) {
      MethodAdvice.begun(call, hook, self, call.arguments(count, first, second, third, fourth));
    }
    return call;
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class, inline = false)
  public static void exit(
      @Advice.Enter @Nullable Object call,
      @HookId int hook,
      @Advice.This(optional = true) @Nullable Object self,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object result,
      @Advice.Thrown @Nullable Throwable thrown) {
    if (call instanceof InFlightInference inFlight) {
      MethodAdvice.returned(inFlight, hook, self, inFlight.arguments(), result, thrown);
    }
  }
}
