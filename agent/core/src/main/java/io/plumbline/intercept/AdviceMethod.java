package io.plumbline.intercept;

import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One enter or exit method of advice.
 *
 * @param handle calls it, and throws what it throws
 * @param annotations of each parameter
 */
record AdviceMethod(
    Method method, MethodHandle handle, List<List<Class<? extends Annotation>>> annotations) {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  /**
   * @return null when the advice has no such method
   */
  static @Nullable AdviceMethod find(Class<?> advice, String name) throws IllegalAccessException {
    for (Method method : advice.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        MethodHandles.Lookup inside = MethodHandles.privateLookupIn(advice, LOOKUP);
        return new AdviceMethod(method, inside.unreflect(method), annotationsOf(method));
      }
    }
    return null;
  }

  private static List<List<Class<? extends Annotation>>> annotationsOf(Method method) {
    List<List<Class<? extends Annotation>>> all = new ArrayList<>();
    for (Annotation[] ofParameter : method.getParameterAnnotations()) {
      List<Class<? extends Annotation>> types = new ArrayList<>();
      for (Annotation each : ofParameter) {
        types.add(each.annotationType());
      }
      all.add(types);
    }
    return all;
  }

  /** Index of the parameter with this annotation, or -1. */
  int indexOf(Class<? extends Annotation> annotation) {
    for (int i = 0; i < annotations.size(); i++) {
      if (annotations.get(i).contains(annotation)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public String toString() {
    return method.toString();
  }
}
