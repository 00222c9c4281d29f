package io.plumbline.intercept;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * Links and calls advice that does nothing, on a thread of the agent's. The JVM makes classes for
 * each new shape of a method handle, tens of milliseconds of them, and keeps these for all handles
 * of that shape: so they are not made in the first call of the host.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /** Has the parameters, and the kinds of annotation, of the advice for configured methods. */
  static final class Played {
    private Played() {}

    static @Nullable Object enter(
        @HookId int hook,
        @ArgumentCount int count,
        @Advice.This(optional = true) @Nullable Object self,
        @Advice.Argument(value = 0, optional = true, typing = Assigner.Typing.DYNAMIC)
            @Nullable Object first,
        @Nullable Object second,
        @Nullable Object third,
        @Nullable Object fourth) {
      return first;
    }

    static void exit(
        @Advice.Enter @Nullable Object call,
        @HookId int hook,
        @Advice.This(optional = true) @Nullable Object self,
        @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object result,
        @Advice.Thrown @Nullable Throwable thrown) {}
  }

  /**
   * @throws Throwable when this JVM cannot link advice; then the first call of the host will say so
   */
  public static void run() throws Throwable {
    LinkedAdvice advice = new LinkedAdvice(Played.class, () -> {});
    Object call = advice.handle("enter").invoke(0, 0, null, null, null, null, null);
    advice.handle("exit").invoke(call, 0, null, null, null);
  }
}
