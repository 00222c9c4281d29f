package io.plumbline.intercept;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.instrumentation.sample.SampleInstrumentation;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.implementation.FixedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookTableTest {
  private static final String NAME = "com.acme.Scorer";
  private static final ClassLoader LOADER = HookTableTest.class.getClassLoader();

  @ParameterizedTest
  @CsvSource({
    "score, score",
    "score, *",
    "score, sc*e",
    "schätze, schätze",
    "予測, 予測",
    "𝒮, 𝒮",
  })
  void classThatDeclaresTheMethodBelowTheNamedTypeHasTheHook(String declared, String wanted) {
    assertThat(hooks(DoubleUnaryOperator.class.getName(), wanted, declared)).hasSize(1);
    assertThat(hooks("java.util.function.*", wanted, declared)).hasSize(1);
    assertThat(hooks("com.acme.Other", wanted, declared)).isEmpty();
  }

  @Test
  void classThatInheritsTheMethodHasNoHookUnlessItIsTheOneThatWasNamed() {
    assertThat(hooks(DoubleUnaryOperator.class.getName(), "compose", "score")).isEmpty();
    assertThat(hooks(DoubleUnaryOperator.class.getName(), "comp*", "score")).isEmpty();
    assertThat(hooks(NAME, "compose", "score")).hasSize(1);
  }

  private static List<PlannedHook> hooks(String type, String method, String declared) {
    Hook hook =
        new Hook(HookRole.INFERENCE, new TypeMatch.Named(type, method), any(), "ScorerAdvice$Call");
    HookTable table = new HookTable(List.of(new SampleInstrumentation(List.of(hook))));
    byte[] classFile =
        new ByteBuddy()
            .subclass(Object.class)
            .implement(DoubleUnaryOperator.class)
            .name(NAME)
            .defineMethod(declared, int.class, Visibility.PUBLIC)
            .intercept(FixedValue.value(1))
            .make()
            .getBytes();
    return table.of(NAME, LOADER, () -> new ClassFileType(NAME, LOADER, classFile));
  }
}
