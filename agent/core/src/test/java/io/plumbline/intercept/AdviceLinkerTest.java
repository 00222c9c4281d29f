package io.plumbline.intercept;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.plumbline.capture.Inference;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.redact.RedactionPolicy;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Advice fails, in every way it can: the host does not notice, and it is said once. */
class AdviceLinkerTest {
  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  @RegisterExtension final WeavingExtension weaving = new WeavingExtension(recorder);

  @Test
  void adviceThatAlwaysFailsChangesNothingAndEveryCallStillCounts() throws Exception {
    weaving.install(weaving.hook("Failing"));
    DoubleUnaryOperator scorer = weaving.newScorer();

    for (int i = 0; i < 100; i++) {
      assertThat(scorer.applyAsDouble(i)).isEqualTo(2 * i);
    }
    assertThatThrownBy(() -> scorer.applyAsDouble(-1)).hasMessage("negative: -1.0");

    assertThat(recorder.sink().inferences()).hasSize(101).allMatch(Inference::incomplete);
    assertThat(recorder.sink().inferences().get(100).outcome().isError()).isTrue();
    assertThat(recorder.takeErrors())
        .containsEntry("advice on enter: java.lang.IllegalStateException", 101L)
        .containsEntry("advice on exit: java.lang.IllegalStateException", 101L);
  }

  @Test
  void linkageErrorInAdviceSwitchesItOffAndIsSaidOnce() throws Exception {
    weaving.install(weaving.hook("Unlinkable"));
    DoubleUnaryOperator scorer = weaving.newScorer();

    for (int i = 0; i < 100; i++) {
      assertThat(scorer.applyAsDouble(i)).isEqualTo(2 * i);
    }

    assertThat(recorder.takeErrors())
        .containsExactly(entry("advice on enter: java.lang.NoSuchMethodError", 1L));
    assertThat(weaving.said()).containsOnlyOnce("ScorerAdvice$Unlinkable does not fit the library");
  }

  @Test
  void adviceIsSwitchedOffForItsOwnClassLoaderAlone() throws Exception {
    weaving.install(weaving.hook("Unlinkable"));

    assertThat(weaving.newScorer().applyAsDouble(1)).isEqualTo(2 * 1);
    assertThat(weaving.newScorer().applyAsDouble(2)).isEqualTo(2 * 2);

    assertThat(recorder.takeErrors())
        .containsExactly(entry("advice on enter: java.lang.NoSuchMethodError", 2L));
  }

  @Test
  void callThatWasEnteredBeforeAdviceWasSwitchedOffEndsAndFreesItsThread() throws Exception {
    weaving.install(weaving.hook("UnlinkableExit"));
    DoubleUnaryOperator scorer = weaving.newScorer();

    assertThat(scorer.applyAsDouble(1)).isEqualTo(2 * 1);
    assertThat(scorer.applyAsDouble(2)).isEqualTo(2 * 2);

    assertThat(recorder.onlyInference().incomplete()).isTrue();
    assertThat(recorder.takeErrors()).hasSize(1);
    weaving.assertThatThisThreadIsFree();
  }

  @Test
  void failureOfAHookThatIsNoInferenceLeavesTheInferenceAroundItAlone() throws Exception {
    weaving.install(
        weaving.hook("Call"),
        Hook.describe(weaving.name(), named("applyAsDouble"), "ScorerAdvice$Describing"));

    assertThat(weaving.newScorer().applyAsDouble(1)).isEqualTo(2 * 1);

    assertThat(recorder.onlyInference().incomplete()).isFalse();
    assertThat(recorder.takeErrors()).hasSize(1);
  }

  @Test
  void adviceThatCannotBeFoundSwitchesTheHookOffAndIsSaidOnce() throws Exception {
    weaving.install(weaving.hook("Call"));
    AdviceLoaders empty = new AdviceLoaders(new ClassLoader(null) {}, weaving.log());
    new AdviceLinker(empty, weaving.errors()).connect();
    DoubleUnaryOperator scorer = weaving.newScorer();

    assertThat(scorer.applyAsDouble(1)).isEqualTo(2);
    assertThat(scorer.applyAsDouble(2)).isEqualTo(4);

    assertThat(recorder.sink().inferences()).isEmpty();
    assertThat(weaving.said()).containsOnlyOnce("linking").contains("off");
  }
}
