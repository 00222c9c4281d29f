package io.plumbline.intercept;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.capture.Inference;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.InferenceSink;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.redact.RedactionPolicy;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hooks are woven into classes that only this test's own class loaders define. */
class WeavingTest {
  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  @RegisterExtension final WeavingExtension weaving = new WeavingExtension(recorder);

  /** Has {@code Double apply(Double)} and, from the compiler, {@code Object apply(Object)}. */
  public static class Bridged implements UnaryOperator<Double> {
    @Override
    public Double apply(Double x) {
      return 2 * x;
    }
  }

  @Test
  void hookedCallIsOneInferenceWithItsValues() throws Exception {
    weaving.install(weaving.hook("Call"));

    assertThat(weaving.newScorer().applyAsDouble(21)).isEqualTo(42);

    Inference inference = recorder.onlyInference();
    assertThat(inference.function()).isEqualTo(weaving.name() + ".applyAsDouble");
    assertThat(inference.inputs().get(0).doubleAt(0)).isEqualTo(21);
    assertThat(Objects.requireNonNull(inference.score()).doubleAt(0)).isEqualTo(42);
  }

  @Test
  void hostReceivesItsOwnException() throws Exception {
    weaving.install(weaving.hook("Call"));

    assertThatThrownBy(() -> weaving.newScorer().applyAsDouble(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("negative: -1.0");

    assertThat(recorder.onlyInference().outcome().errorType())
        .isEqualTo("java.lang.IllegalArgumentException");
  }

  @Test
  void namedClassWithoutTheMethodIsSaidWithWhatItDeclares() throws Exception {
    String name = weaving.name();
    TypeMatch type = new TypeMatch.Named(name, "score");
    weaving.install(
        new Hook(HookRole.INFERENCE, type, named("score"), "ScorerAdvice$Call", name + "#score"));

    weaving.newScorer();

    assertThat(weaving.said())
        .contains(name + "#score matches no method: the class declares applyAsDouble(double);")
        .contains("perhaps java.lang.Object");
  }

  @Test
  void constructorsAreHookedAtTheirExit() throws Exception {
    weaving.install(Hook.describe(weaving.name(), isConstructor(), "ScorerAdvice$Constructed"));

    weaving.newScorer();

    assertThat(System.clearProperty("plumbline.test.constructed")).isEqualTo(weaving.name());
  }

  @Test
  void classesThatWereThereBeforeAreWovenToo() throws Exception {
    DoubleUnaryOperator scorer = weaving.newScorer();
    weaving.install(weaving.hook("Call"));

    assertThat(scorer.applyAsDouble(1)).isEqualTo(2 * 1);

    assertThat(recorder.sink().inferences()).hasSize(1);
    assertThat(weaving.said())
        .contains("was in use before it could be woven")
        .contains("not_yet_woven");
  }

  @Test
  void firstWovenClassIsAnnouncedOnceAndOthersNever() throws Exception {
    weaving.install(weaving.hook("Call"));
    assertThat(weaving.firstWoven()).isZero();

    weaving.newScorer();
    weaving.newScorer();

    assertThat(weaving.firstWoven()).isEqualTo(1);
    assertThat(weaving.said()).doesNotContain("not_yet_woven");
  }

  @Test
  void classLoaderThatHidesTheDispatcherIsSaidAndItsClassesStayAsTheyWere() throws Exception {
    weaving.install(weaving.hook("Call"));
    DoubleUnaryOperator scorer = weaving.newScorer(new ClassLoader(null) {});

    assertThat(scorer.applyAsDouble(1)).isEqualTo(2 * 1);

    assertThat(recorder.sink().inferences()).isEmpty();
    assertThat(weaving.said()).contains("hides io.plumbline.bootstrap");
  }

  @Test
  void bridgeMethodsAreNotHookedBesideTheirTarget() throws Exception {
    weaving.install(Hook.inference(weaving.name(), named("apply"), "ScorerAdvice$Call"));
    @SuppressWarnings("unchecked") // a copy of Bridged
    UnaryOperator<Double> bridged =
        (UnaryOperator<Double>) weaving.newHost(Bridged.class, WeavingTest.class.getClassLoader());

    assertThat(bridged.apply(3.0)).isEqualTo(2 * 3.0);

    assertThat(recorder.onlyInference().function()).isEqualTo(weaving.name() + ".apply");
    assertThat(weaving.said()).containsOnlyOnce("woven: ");
  }

  @Test
  void closingRestoresTheClasses() throws Exception {
    weaving.install(weaving.hook("Call"));
    DoubleUnaryOperator scorer = weaving.newScorer();
    weaving.uninstall();

    assertThat(scorer.applyAsDouble(1)).isEqualTo(2 * 1);

    assertThat(recorder.sink().inferences()).isEmpty();
  }

  @Test
  void subtypesAndPatternsAreFound() throws Exception {
    weaving.install(
        new Hook(
            HookRole.INFERENCE,
            new TypeMatch.Named(DoubleUnaryOperator.class.getName(), "apply*"),
            named("applyAsDouble"),
            "ScorerAdvice$Call"));
    assertThat(weaving.newScorer().applyAsDouble(1)).isEqualTo(2 * 1);
    weaving.uninstall();
    weaving.install(
        new Hook(
            HookRole.INFERENCE,
            new TypeMatch.Named("io.plumbline.*Scorer*", "*"),
            named("applyAsDouble"),
            "ScorerAdvice$Call"));
    assertThat(weaving.newScorer().applyAsDouble(2)).isEqualTo(2 * 2);

    assertThat(recorder.sink().inferences()).hasSize(2);
  }

  @Test
  void methodThatIsNotThereIsReported() throws Exception {
    weaving.install(Hook.inference(weaving.name(), named("score"), "ScorerAdvice$Call"));

    weaving.newScorer();

    assertThat(weaving.said())
        .contains(weaving.name() + " has no method for the hook ScorerAdvice$Call");
  }

  @Test
  void wovenCallAllocatesNothingOnceWarm() throws Exception {
    weaving.install(weaving.hook("Typed"));
    DoubleUnaryOperator scorer = weaving.newScorer();
    InferenceRecorder.install(recorder.over(new NowhereSink()));
    score(scorer, 50_000);

    long before = allocatedBytes();
    score(scorer, 1000);

    assertThat(allocatedBytes() - before).isLessThan(1000);
  }

  private static void score(DoubleUnaryOperator scorer, int calls) {
    for (int i = 0; i < calls; i++) {
      if (scorer.applyAsDouble(i) != 2.0 * i) {
        throw new AssertionError("not the host's result at " + i);
      }
    }
  }

  private static long allocatedBytes() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static final class NowhereSink implements InferenceSink {
    @Override
    public @Nullable DropReason accept(int hook, byte[] record, int length) {
      return null;
    }

    @Override
    public void acceptDropped(int hook, DropReason reason) {}
  }
}
