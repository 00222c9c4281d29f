package io.plumbline.instrumentation.methods;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.Inference;
import io.plumbline.capture.Tensor;
import io.plumbline.instrumentation.AgentExtension;
import java.util.function.ToDoubleFunction;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.matcher.ElementMatchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Classes that cannot hold invokedynamic, as all of MLeap's for Scala 2.11. */
class OldClassFileTest {
  @RegisterExtension
  static final AgentExtension agent =
      AgentExtension.with(Methods.of("methods: [legacy.Scorer#applyAsDouble]"));

  @Test
  void areInferencesLikeOthers() throws ReflectiveOperationException {
    ToDoubleFunction<double[]> scorer = scorerOfJava6();

    assertThat(scorer.applyAsDouble(new double[] {1, 2})).isEqualTo(0.5);

    Inference inference = agent.onlyInference();
    assertThat(inference.function()).isEqualTo("legacy.Scorer.applyAsDouble");
    assertThat(inference.model().name()).isEqualTo("Scorer");
    assertThat(inference.inputs()).containsExactly(Tensor.fp64("arg0", 1, 2).reshaped(1, 2));
    assertThat(inference.score()).isEqualTo(Tensor.fp64("return", .5).reshaped(1, 1));
  }

  @SuppressWarnings("unchecked") // Generated as what it is cast to.
  private static ToDoubleFunction<double[]> scorerOfJava6() throws ReflectiveOperationException {
    Class<?> type =
        new ByteBuddy(ClassFileVersion.JAVA_V6)
            .subclass(Object.class)
            .implement(ToDoubleFunction.class)
            .name("legacy.Scorer")
            .method(ElementMatchers.named("applyAsDouble"))
            .intercept(FixedValue.value(0.5))
            .make()
            .load(OldClassFileTest.class.getClassLoader())
            .getLoaded();
    return (ToDoubleFunction<double[]>) type.getDeclaredConstructor().newInstance();
  }
}
