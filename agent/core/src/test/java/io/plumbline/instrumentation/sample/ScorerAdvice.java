package io.plumbline.instrumentation.sample;

import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.TensorRole;
import io.plumbline.intercept.HookId;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Advice for the scorers of the weaving tests. */
public final class ScorerAdvice {
  private ScorerAdvice() {}

  /** Records the first argument and the result. */
  static final class Call {
    private Call() {}

    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static @Nullable Object enter(
        @HookId int hook, @Advice.AllArguments Object[] arguments) {
      InFlightInference call = InferenceRecorder.begin(hook);
      if (call != null) {
        call.scalar(TensorRole.INPUT, "x", ((Number) arguments[0]).doubleValue());
      }
      return call;
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class, inline = false)
    public static void exit(
        @Advice.Enter @Nullable Object entered,
        @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object result,
        @Advice.Thrown @Nullable Throwable thrown) {
      if (entered instanceof InFlightInference call) {
        if (result instanceof Number score) {
          call.scalar(TensorRole.SCORE, "", score.doubleValue());
        }
        InferenceRecorder.end(call, thrown);
      }
    }
  }

  /** Fails wherever it can. */
  static final class Failing {
    private Failing() {}

    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static @Nullable Object enter(@HookId int hook) {
      if (InferenceRecorder.begin(hook) == null) {
        return null;
      }
      throw new IllegalStateException("enter");
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class, inline = false)
    public static void exit(
        @Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
      if (entered != null) {
        throw new IllegalStateException("exit", thrown);
      }
    }
  }

  /** Cannot be linked: its parameter's class is nowhere. */
  static final class Unlinkable {
    private Unlinkable() {}

    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static @Nullable Object enter(@HookId int hook) {
      return new MissingLibrary().call(hook);
    }
  }

  /** Begins, and cannot be linked at its end. */
  static final class UnlinkableExit {
    private UnlinkableExit() {}

    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static @Nullable Object enter(@HookId int hook) {
      return InferenceRecorder.begin(hook);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class, inline = false)
    public static void exit(@Advice.Enter @Nullable Object entered) {
      new MissingLibrary().call(entered);
    }
  }

  /** No inference. Fails, since no scorer is a string. */
  static final class Describing {
    private Describing() {}

    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static @Nullable Object enter(@Advice.This Object self) {
      return (String) self;
    }
  }

  /** Of a parameter that old class files cannot hand over. */
  static final class OfArgument {
    private OfArgument() {}

    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static @Nullable Object enter(@HookId int hook) {
      return InferenceRecorder.begin(hook);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class, inline = false)
    public static void exit(
        @Advice.Enter @Nullable Object entered, @Advice.Argument(0) double argument) {
      if (entered instanceof InFlightInference call) {
        call.scalar(TensorRole.INPUT, "x", argument);
        InferenceRecorder.end(call, null);
      }
    }
  }

  /** As an instrumentation of a library has it: typed, so that nothing is boxed. */
  static final class Typed {
    private Typed() {}

    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static @Nullable Object enter(@HookId int hook, @Advice.Argument(0) double x) {
      InFlightInference call = InferenceRecorder.begin(hook);
      if (call != null) {
        call.scalar(TensorRole.INPUT, "x", x);
      }
      return call;
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class, inline = false)
    public static void exit(
        @Advice.Enter @Nullable Object entered,
        @Advice.Return double score,
        @Advice.Thrown @Nullable Throwable thrown) {
      if (entered instanceof InFlightInference call) {
        call.scalar(TensorRole.SCORE, "", score);
        InferenceRecorder.end(call, thrown);
      }
    }
  }

  /** Exit only, as constructors need it. */
  static final class Constructed {
    private Constructed() {}

    @Advice.OnMethodExit(suppress = Throwable.class, inline = false)
    public static void exit(@Advice.This Object self) {
      System.setProperty("plumbline.test.constructed", self.getClass().getName());
    }
  }
}
