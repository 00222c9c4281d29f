package io.plumbline.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.Inference;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.redact.RedactionPolicy;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Class files of version 50 cannot hold invokedynamic: they take the static dispatch. */
class OldClassFileTest {
  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  @RegisterExtension final WeavingExtension weaving = new WeavingExtension(recorder);

  @Test
  void hookedCallIsOneInferenceWithItsValues() throws Exception {
    weaving.install(weaving.hook("Call"));

    assertThat(weaving.newOldScorer().applyAsDouble(4)).isEqualTo(16);

    Inference inference = recorder.onlyInference();
    assertThat(inference.function()).isEqualTo(weaving.name() + ".applyAsDouble");
    assertThat(inference.inputs().get(0).doubleAt(0)).isEqualTo(4);
    assertThat(Objects.requireNonNull(inference.score()).doubleAt(0)).isEqualTo(16);
  }

  @Test
  void adviceThatAlwaysFailsChangesNothing() throws Exception {
    weaving.install(weaving.hook("Failing"));

    assertThat(weaving.newOldScorer().applyAsDouble(4)).isEqualTo(16);

    assertThat(recorder.onlyInference().incomplete()).isTrue();
    assertThat(recorder.takeErrors()).hasSize(2);
  }

  @Test
  void adviceWhoseParametersAreNotGenericIsRefusedWhole() throws Exception {
    weaving.install(weaving.hook("OfArgument"));
    DoubleUnaryOperator old = weaving.newOldScorer();

    assertThat(old.applyAsDouble(4)).isEqualTo(16);
    assertThat(old.applyAsDouble(5)).isEqualTo(25);

    assertThat(recorder.sink().inferences()).isEmpty();
    assertThat(weaving.said()).contains("its parameters are not generic");
    weaving.assertThatThisThreadIsFree();
  }
}
