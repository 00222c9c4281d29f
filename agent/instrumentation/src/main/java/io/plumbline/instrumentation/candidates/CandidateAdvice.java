package io.plumbline.instrumentation.candidates;

import io.plumbline.discover.CallCounts;
import io.plumbline.intercept.HookId;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Serves every candidate, also those of class files too old for invokedynamic. */
final class CandidateAdvice {
  private CandidateAdvice() {}

  /** Counts. */
  static final class Count {
    private Count() {}

    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static @Nullable Object enter(@HookId int hook) {
      return CallCounts.enter(hook);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class, inline = false)
    public static void exit(
        @Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
      CallCounts.exit(entered);
    }
  }

  /** Counts, and looks at what was given and returned. */
  static final class Sample {
    private Sample() {}

    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static @Nullable Object enter(@HookId int hook) {
      return CallCounts.enter(hook);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class, inline = false)
    public static void exit(
        @Advice.Enter @Nullable Object entered,
        @HookId int hook,
        @Advice.AllArguments @Nullable Object[] arguments,
        @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object result,
        @Advice.Thrown @Nullable Throwable thrown) {
      CallCounts.exit(entered);
      if (thrown == null) {
        CallCounts.sample(hook, arguments, result);
      }
    }
  }
}
