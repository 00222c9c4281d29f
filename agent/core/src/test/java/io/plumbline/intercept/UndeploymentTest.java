package io.plumbline.intercept;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.capture.RecorderExtension;
import io.plumbline.redact.RedactionPolicy;
import java.lang.ref.WeakReference;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The agent keeps no class of the host: an application that goes takes its class loader along. */
@Timeout(60)
class UndeploymentTest {
  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  @RegisterExtension final WeavingExtension weaving = new WeavingExtension(recorder);

  @Test
  void classLoaderOfWovenClassesIsFreed() throws Exception {
    weaving.install(weaving.hook("Call"));

    assertThatItIsFreed(callAndForget(weaving.newScorer()));
  }

  @Test
  void classLoaderOfOldClassFilesIsFreed() throws Exception {
    weaving.install(weaving.hook("Call"));

    assertThatItIsFreed(callAndForget(weaving.newOldScorer()));
  }

  @Test
  void classLoaderWhoseHierarchyWasLookedAtIsFreed() throws Exception {
    weaving.install(
        new Hook(
            HookRole.INFERENCE,
            new TypeMatch.Named(DoubleUnaryOperator.class.getName(), "applyAsDouble"),
            named("applyAsDouble"),
            "ScorerAdvice$Call"));

    assertThatItIsFreed(callAndForget(weaving.newScorer()));
  }

  @Test
  void classLoaderWhoseAdviceWasSwitchedOffIsFreed() throws Exception {
    weaving.install(weaving.hook("Unlinkable"));

    assertThatItIsFreed(callAndForget(weaving.newScorer()));

    assertThat(recorder.takeErrors()).isNotEmpty();
  }

  private static WeakReference<ClassLoader> callAndForget(DoubleUnaryOperator scorer) {
    assertThat(scorer.applyAsDouble(2)).isEqualTo(2 * 2);
    return new WeakReference<>(scorer.getClass().getClassLoader());
  }

  @Test
  void classLoaderOfACallThatThrewIsFreed() throws Exception {
    weaving.install(weaving.hook("Failing"));

    assertThatItIsFreed(throwAndForget(weaving.newScorer()));

    assertThat(recorder.takeErrors()).isNotEmpty();
  }

  private static WeakReference<ClassLoader> throwAndForget(DoubleUnaryOperator scorer) {
    assertThatThrownBy(() -> scorer.applyAsDouble(-1)).hasMessage("negative: -1.0");
    return new WeakReference<>(scorer.getClass().getClassLoader());
  }

  private static void assertThatItIsFreed(WeakReference<ClassLoader> loader) {
    while (loader.get() != null) {
      System.gc();
    }
  }
}
