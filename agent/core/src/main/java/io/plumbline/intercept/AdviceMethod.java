package io.plumbline.intercept;

import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * One enter or exit method of advice.
 *
 * @param handle calls it, and throws what it throws
 */
record AdviceMethod(Method method, MethodHandle handle) {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  /**
   * @return null when the advice has no such method
   */
  static @Nullable AdviceMethod find(Class<?> advice, String name) throws IllegalAccessException {
    for (Method method : advice.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        MethodHandles.Lookup inside = MethodHandles.privateLookupIn(advice, LOOKUP);
        return new AdviceMethod(method, inside.unreflect(method));
      }
    }
    return null;
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

  @Override
  public String toString() {
    return method.toString();
  }
}
