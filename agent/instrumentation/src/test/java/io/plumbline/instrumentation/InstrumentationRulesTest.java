package io.plumbline.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.instrumentation.methods.Methods;
import io.plumbline.intercept.Hook;
import io.plumbline.intercept.HookId;
import io.plumbline.intercept.HookRole;
import io.plumbline.intercept.InferenceInstrumentation;
import io.plumbline.intercept.TypeMatch;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every hook and its advice must keep, so that the host is unharmed and nothing is missed. */
class InstrumentationRulesTest {
  /** Read as class files: what their methods name is not all there. */
  private static final TypePool LIBRARIES =
      TypePool.Default.of(InstrumentationRulesTest.class.getClassLoader());

  /** A hook of an instrumentation, with its advice. */
  record Case(InferenceInstrumentation instrumentation, Hook hook, Class<?> advice) {
    @Nullable Method method(Class<? extends Annotation> kind) {
      return Arrays.stream(advice.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(kind))
          .findFirst()
          .orElse(null);
    }

    Method exit() {
      return Objects.requireNonNull(method(Advice.OnMethodExit.class), "advice without an exit");
    }

    List<Method> methods() {
      return Stream.of(method(Advice.OnMethodEnter.class), method(Advice.OnMethodExit.class))
          .filter(method -> method != null)
          .toList();
    }

    @Override
    public String toString() {
      return hook.role() + " " + hook.type() + " " + hook.advice();
    }
  }

  static List<Case> cases() throws ClassNotFoundException {
    List<Case> all = new ArrayList<>();
    List<InferenceInstrumentation> instrumentations = new ArrayList<>();
    ServiceLoader.load(InferenceInstrumentation.class).forEach(instrumentations::add);
    instrumentations.addAll(List.of(Methods.of("methods: [a.B#c]")));
    for (InferenceInstrumentation each : instrumentations) {
      for (Hook hook : each.hooks()) {
        String name = each.getClass().getPackageName() + "." + hook.advice();
        all.add(new Case(each, hook, Class.forName(name)));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void adviceIsNotInlinedAndNeverThrowsIntoTheHost(Case rule) {
    Method enter = rule.method(Advice.OnMethodEnter.class);
    if (enter != null) {
      Advice.OnMethodEnter annotation = enter.getAnnotation(Advice.OnMethodEnter.class);
      assertThat(annotation.suppress()).isEqualTo(Throwable.class);
      assertThat(annotation.inline()).isFalse();
    }
    Method exit = rule.method(Advice.OnMethodExit.class);
    if (exit != null) {
      Advice.OnMethodExit annotation = exit.getAnnotation(Advice.OnMethodExit.class);
      assertThat(annotation.suppress()).isEqualTo(Throwable.class);
      assertThat(annotation.inline()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void namesAndResultsAreWhatTheLinkerExpects(Case rule) {
    assertThat(rule.methods()).isNotEmpty();
    for (Method method : rule.methods()) {
      boolean isEnter = method.isAnnotationPresent(Advice.OnMethodEnter.class);
      assertThat(method.getName()).isEqualTo(isEnter ? "enter" : "exit");
      assertThat(method.getModifiers()).matches(Modifier::isStatic);
      // The host method's local variable holds it, and the host cannot see our types.
      assertThat(method.getReturnType()).isIn(isEnter ? Object.class : void.class, void.class);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void inferenceIsEnteredWithItsNumberAndEndsEvenWhenTheHostThrows(Case rule) {
    Method enter = rule.method(Advice.OnMethodEnter.class);
    boolean isInference = rule.hook().role() == HookRole.INFERENCE;

    assertThat(enter != null && takes(enter, HookId.class)).isEqualTo(isInference);
    if (isInference) {
      Method exit = rule.exit();
      assertThat(takes(exit, Advice.Enter.class)).isTrue();
      assertThat(takes(exit, Advice.Thrown.class)).isTrue();
      assertThat(exit.getAnnotation(Advice.OnMethodExit.class).onThrowable())
          .isEqualTo(Throwable.class);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void hookFindsItsMethodAndTakesOfConstructorsTheExitAlone(Case rule) {
    if (!(rule.hook().type() instanceof TypeMatch.Exact exact)) {
      return;
    }
    MethodList<?> matched =
        LIBRARIES
            .describe(exact.name())
            .resolve()
            .getDeclaredMethods()
            .filter(rule.hook().method());

    assertThat(matched).isNotEmpty();
    if (matched.stream().anyMatch(MethodDescription::isConstructor)) {
      Method exit = rule.exit();
      assertThat(rule.methods()).containsExactly(exit);
      assertThat(takes(exit, Advice.Thrown.class)).isFalse();
      assertThat(exit.getAnnotation(Advice.OnMethodExit.class).onThrowable())
          .isNotEqualTo(Throwable.class);
    }
  }

  private static boolean takes(Method method, Class<? extends Annotation> kind) {
    return Arrays.stream(method.getParameterAnnotations())
        .flatMap(Arrays::stream)
        .anyMatch(kind::isInstance);
  }
}
