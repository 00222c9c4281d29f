package io.plumbline.intercept;

import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.asm.Advice;

/**
 * Advice as classes call it whose files are too old for {@code invokedynamic}: the same parameters
 * for every method. Advice fits when each of its parameters is one of these.
 */
final class GenericAdvice {
  private static final List<Class<? extends Annotation>> ENTER =
      List.of(HookId.class, Advice.This.class, Advice.AllArguments.class);
  private static final MethodType ENTER_TYPE =
      MethodType.methodType(Object.class, int.class, Object.class, Object[].class);

  private static final List<Class<? extends Annotation>> EXIT =
      List.of(
          Advice.Enter.class,
          HookId.class,
          Advice.This.class,
          Advice.AllArguments.class,
          Advice.Return.class,
          Advice.Thrown.class);
  private static final MethodType EXIT_TYPE =
      MethodType.methodType(
          void.class,
          Object.class,
          int.class,
          Object.class,
          Object[].class,
          Object.class,
          Throwable.class);

  private GenericAdvice() {}

  /**
   * @param handle calls it
   * @throws IncompatibleClassChangeError when the advice has a parameter of another kind
   */
  static MethodHandle ofEnter(AdviceMethod advice, MethodHandle handle) {
    return adapt(advice, handle, ENTER, ENTER_TYPE);
  }

  /** As {@link #ofEnter}. */
  static MethodHandle ofExit(AdviceMethod advice, MethodHandle handle) {
    return adapt(advice, handle, EXIT, EXIT_TYPE);
  }

  private static MethodHandle adapt(
      AdviceMethod advice,
      MethodHandle handle,
      List<Class<? extends Annotation>> kinds,
      MethodType type) {
    int[] order = new int[handle.type().parameterCount()];
    Arrays.fill(order, -1);
    for (int kind = 0; kind < kinds.size(); kind++) {
      int parameter = advice.indexOf(kinds.get(kind));
      if (parameter >= 0) {
        order[parameter] = kind;
      }
    }
    if (Arrays.stream(order).anyMatch(kind -> kind < 0)) {
      throw new IncompatibleClassChangeError(
          advice + " cannot serve class files older than Java 7: its parameters are not generic");
    }
    MethodType erased = handle.type();
    for (int parameter = 0; parameter < order.length; parameter++) {
      erased = erased.changeParameterType(parameter, type.parameterType(order[parameter]));
    }
    MethodType called = type.changeReturnType(erased.returnType());
    return MethodHandles.permuteArguments(handle.asType(erased), called, order).asType(type);
  }
}
