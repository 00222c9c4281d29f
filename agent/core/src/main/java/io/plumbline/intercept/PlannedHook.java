package io.plumbline.intercept;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isBridge;
import static net.bytebuddy.matcher.ElementMatchers.isNative;
import static net.bytebuddy.matcher.ElementMatchers.not;

import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** A hook, and the instrumentation it belongs to. */
record PlannedHook(InferenceInstrumentation instrumentation, Hook hook) {
  private static final ElementMatcher.Junction<MethodDescription> WEAVABLE =
      not(isAbstract().or(isNative()).or(isBridge()));

  String library() {
    return instrumentation.name();
  }

  /** Binary name. */
  String adviceClass() {
    return instrumentation.getClass().getPackageName() + "." + hook.advice();
  }

  MethodList<?> methodsOf(TypeDescription type) {
    return type.getDeclaredMethods().filter(WEAVABLE.and(hook.method()));
  }
}
