package io.plumbline.intercept;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isBridge;
import static net.bytebuddy.matcher.ElementMatchers.isNative;
import static net.bytebuddy.matcher.ElementMatchers.not;

import io.plumbline.capture.InFlightInference;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * A hook, and what its instrumentation adds to it. Two are equal when they weave the same: so a
 * list of hooks that is read again leaves alone what has not changed.
 *
 * @param library value of {@code ml.framework.name}
 * @param adviceClass binary name
 */
record PlannedHook(String library, String adviceClass, Hook hook) {
  private static final ElementMatcher.Junction<MethodDescription> WEAVABLE =
      not(isAbstract().or(isNative()).or(isBridge()));

  static PlannedHook of(InferenceInstrumentation instrumentation, Hook hook) {
    String advice = instrumentation.getClass().getPackageName() + "." + hook.advice();
    return new PlannedHook(instrumentation.name(), advice, hook);
  }

  @Override
  public int hashCode() {
    return 31 * library.hashCode() + hook.hashCode();
  }

  /** The advice for one of its methods, by binary name. */
  String adviceFor(MethodDescription woven, ClassFileVersion version) {
    String lean = hook.leanAdvice();
    boolean fits =
        woven.getParameters().size() <= InFlightInference.FEW_ARGUMENTS
            && version.isAtLeast(ClassFileVersion.JAVA_V7);
    return lean == null || !fits
        ? adviceClass
        : adviceClass.substring(0, adviceClass.length() - hook.advice().length()) + lean;
  }

  MethodList<?> methodsOf(TypeDescription type) {
    return type.getDeclaredMethods().filter(WEAVABLE.and(hook.method()));
  }
}
