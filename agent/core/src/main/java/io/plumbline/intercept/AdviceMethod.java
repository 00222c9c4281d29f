package io.plumbline.intercept;

import io.plumbline.capture.InferenceRecorder;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.stream.IntStream;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** One enter or exit method of advice, and a handle of it that never throws. */
final class AdviceMethod {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle ENTER_FAILED =
      handle("enterFailed", Object.class, Throwable.class);
  private static final MethodHandle EXIT_FAILED =
      handle("exitFailed", void.class, Throwable.class, Object.class, Throwable.class);

  private static final @Nullable Object[] NOTHING = {null};

  private final Method method;
  private final MethodHandle handle;

  private AdviceMethod(Method method, MethodHandle handle) {
    this.method = method;
    this.handle = handle;
  }

  static AdviceMethod find(Class<?> advice, String name) throws ReflectiveOperationException {
    for (Method method : advice.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        MethodHandles.Lookup inside = MethodHandles.privateLookupIn(advice, LOOKUP);
        return new AdviceMethod(method, inside.unreflect(method));
      }
    }
    throw new NoSuchMethodException(advice.getName() + "." + name);
  }

  MethodHandle guarded() {
    return isEnter() ? guardedEnter() : guardedExit();
  }

  boolean isEnter() {
    return method.isAnnotationPresent(Advice.OnMethodEnter.class);
  }

  private MethodHandle guardedEnter() {
    Class<?> result = handle.type().returnType();
    MethodHandle failed = ENTER_FAILED.asType(ENTER_FAILED.type().changeReturnType(result));
    return MethodHandles.catchException(handle, Throwable.class, failed);
  }

  /**
   * Hands to {@link InferenceRecorder#exitFailed} what the advice was handed: the call, and what
   * the host threw.
   */
  private MethodHandle guardedExit() {
    MethodType type = handle.type().insertParameterTypes(0, Throwable.class);
    int entered = indexOf(Advice.Enter.class) + 1;
    int thrown = indexOf(Advice.Thrown.class) + 1;
    MethodHandle failed = EXIT_FAILED;
    if (thrown == 0) {
      failed = MethodHandles.insertArguments(failed, 2, NOTHING);
    }
    if (entered == 0) {
      failed = MethodHandles.insertArguments(failed, 1, NOTHING);
    }
    int[] order = IntStream.of(0, entered, thrown).distinct().toArray();
    return MethodHandles.catchException(
        handle, Throwable.class, MethodHandles.permuteArguments(failed, type, order));
  }

  /** Index of the parameter with this annotation, or -1. */
  int indexOf(Class<? extends Annotation> annotation) {
    Annotation[][] annotations = method.getParameterAnnotations();
    for (int i = 0; i < annotations.length; i++) {
      for (Annotation candidate : annotations[i]) {
        if (annotation.isInstance(candidate)) {
          return i;
        }
      }
    }
    return -1;
  }

  int parameterCount() {
    return handle.type().parameterCount();
  }

  @Override
  public String toString() {
    return method.toString();
  }

  private static MethodHandle handle(String name, Class<?> result, Class<?>... parameters) {
    try {
      return LOOKUP.findStatic(
          InferenceRecorder.class, name, MethodType.methodType(result, parameters));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
