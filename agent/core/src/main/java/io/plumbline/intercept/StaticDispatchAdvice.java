package io.plumbline.intercept;

import io.plumbline.bootstrap.AdviceDispatcher;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * The one advice that is inlined: into class files older than version 51, which cannot hold {@code
 * invokedynamic}. Its body is a call of the dispatcher and nothing more.
 */
final class StaticDispatchAdvice {
  private StaticDispatchAdvice() {}

  /** On a String parameter: the advice class that is meant. */
  @Target(ElementType.PARAMETER)
  @Retention(RetentionPolicy.RUNTIME)
  @interface AdviceClass {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable Object enter(
      @Advice.Origin Class<?> woven,
      @AdviceClass String advice,
      @HookId int hook,
      @Advice.This(optional = true) Object self,
      @Advice.AllArguments Object[] arguments)
      throws Throwable {
    return AdviceDispatcher.enter(woven, advice, hook, self, arguments);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(
      @Advice.Origin Class<?> woven,
      @AdviceClass String advice,
      @Advice.Enter Object entered,
      @HookId int hook,
      @Advice.This(optional = true) Object self,
      @Advice.AllArguments Object[] arguments,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object returned,
      @Advice.Thrown Throwable thrown)
      throws Throwable {
    AdviceDispatcher.exit(woven, advice, entered, hook, self, arguments, returned, thrown);
  }
}
