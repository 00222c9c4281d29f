package io.plumbline.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.intercept.Hook;
import io.plumbline.intercept.InferenceInstrumentation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import net.bytebuddy.asm.Advice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every advice must keep so that the host is unharmed. */
class InstrumentationRulesTest {
  static Stream<Arguments> advice() throws ClassNotFoundException {
    List<Arguments> all = new ArrayList<>();
    for (InferenceInstrumentation each : ServiceLoader.load(InferenceInstrumentation.class)) {
      for (Hook hook : each.hooks()) {
        String name = each.getClass().getPackageName() + "." + hook.advice();
        Class<?> advice = Class.forName(name, false, each.getClass().getClassLoader());
        for (Method method : advice.getDeclaredMethods()) {
          if (method.isAnnotationPresent(Advice.OnMethodEnter.class)
              || method.isAnnotationPresent(Advice.OnMethodExit.class)) {
            all.add(Arguments.of(method.getDeclaringClass().getSimpleName(), method));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("advice")
  void adviceIsNotInlinedAndNeverThrowsIntoTheHost(String name, Method method) {
    Advice.OnMethodEnter enter = method.getAnnotation(Advice.OnMethodEnter.class);
    Advice.OnMethodExit exit = method.getAnnotation(Advice.OnMethodExit.class);

    assertThat(enter != null ? enter.suppress() : exit.suppress()).isEqualTo(Throwable.class);
    assertThat(enter != null ? enter.inline() : exit.inline()).isFalse();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("advice")
  void namesAndResultsAreWhatTheLinkerExpects(String name, Method method) {
    boolean isEnter = method.isAnnotationPresent(Advice.OnMethodEnter.class);

    assertThat(method.getName()).isEqualTo(isEnter ? "enter" : "exit");
    // The host method's local variable holds it, and the host cannot see our types.
    assertThat(method.getReturnType()).isIn(isEnter ? Object.class : void.class, void.class);
  }
}
