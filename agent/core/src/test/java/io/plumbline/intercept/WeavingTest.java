package io.plumbline.intercept;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.plumbline.capture.Inference;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.InferenceSink;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.instrumentation.sample.SampleInstrumentation;
import io.plumbline.redact.RedactionPolicy;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.loading.ByteArrayClassLoader;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.MethodCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hooks are woven into classes that only this test's own class loaders define. */
class WeavingTest {
  private static final Instrumentation INSTRUMENTATION = ByteBuddyAgent.install();

  private static final AtomicInteger COUNT = new AtomicInteger();

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  /** Of its own for each test: classes of the tests before may still be there to be woven. */
  private final String scorer = Scorer.class.getPackageName() + ".Scorer" + COUNT.incrementAndGet();

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final AtomicInteger firstWoven = new AtomicInteger();
  private AgentErrors errors = errors();
  private InstrumentationInstaller.Installed installed = () -> {};

  /** The host: doubles its argument, and refuses what is negative. */
  public static class Scorer implements DoubleUnaryOperator {
    @Override
    public double applyAsDouble(double x) {
      if (x < 0) {
        throw new IllegalArgumentException("negative: " + x);
      }
      return 2 * x;
    }
  }

  /** Has {@code Double apply(Double)} and, from the compiler, {@code Object apply(Object)}. */
  public static class Bridged implements UnaryOperator<Double> {
    @Override
    public Double apply(Double x) {
      return 2 * x;
    }
  }

  @BeforeEach
  void freshErrors() {
    errors = errors();
  }

  @AfterEach
  void restoreClasses() {
    installed.close();
  }

  @Test
  void hookedCallIsOneInferenceWithItsValues() throws Exception {
    install(hook("Call"));

    assertThat(newScorer().applyAsDouble(21)).isEqualTo(42);

    Inference inference = recorder.onlyInference();
    assertThat(inference.function()).isEqualTo(scorer + ".applyAsDouble");
    assertThat(inference.inputs().get(0).doubleAt(0)).isEqualTo(21);
    assertThat(Objects.requireNonNull(inference.score()).doubleAt(0)).isEqualTo(42);
  }

  @Test
  void hostReceivesItsOwnException() throws Exception {
    install(hook("Call"));

    assertThatThrownBy(() -> newScorer().applyAsDouble(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("negative: -1.0");

    assertThat(recorder.onlyInference().outcome().errorType())
        .isEqualTo("java.lang.IllegalArgumentException");
  }

  @Test
  void adviceThatAlwaysFailsChangesNothingAndEveryCallStillCounts() throws Exception {
    install(hook("Failing"));
    DoubleUnaryOperator scorer = newScorer();

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
    install(hook("Unlinkable"));
    DoubleUnaryOperator scorer = newScorer();

    for (int i = 0; i < 100; i++) {
      assertThat(scorer.applyAsDouble(i)).isEqualTo(2 * i);
    }

    assertThat(recorder.takeErrors())
        .containsExactly(entry("advice on enter: java.lang.NoSuchMethodError", 1L));
    assertThat(said()).containsOnlyOnce("ScorerAdvice$Unlinkable does not fit the library");
  }

  @Test
  void callThatWasEnteredBeforeAdviceWasSwitchedOffEndsAndFreesItsThread() throws Exception {
    install(hook("UnlinkableExit"));
    DoubleUnaryOperator scorer = newScorer();

    assertThat(scorer.applyAsDouble(1)).isEqualTo(2 * 1);
    assertThat(scorer.applyAsDouble(2)).isEqualTo(2 * 2);

    assertThat(recorder.onlyInference().incomplete()).isTrue();
    assertThatThisThreadIsFree();
    assertThat(recorder.takeErrors()).hasSize(1);
  }

  @Test
  void failureOfAHookThatIsNoInferenceLeavesTheInferenceAroundItAlone() throws Exception {
    install(hook("Call"), Hook.describe(scorer, named("applyAsDouble"), "ScorerAdvice$Describing"));

    assertThat(newScorer().applyAsDouble(1)).isEqualTo(2 * 1);

    assertThat(recorder.onlyInference().incomplete()).isFalse();
    assertThat(recorder.takeErrors()).hasSize(1);
  }

  @Test
  void adviceThatCannotBeFoundSwitchesTheHookOffAndIsSaidOnce() throws Exception {
    install(hook("Call"));
    new AdviceLinker(new AdviceLoaders(new ClassLoader(null) {}, log()), errors).connect();
    DoubleUnaryOperator scorer = newScorer();

    assertThat(scorer.applyAsDouble(1)).isEqualTo(2);
    assertThat(scorer.applyAsDouble(2)).isEqualTo(4);

    assertThat(recorder.sink().inferences()).isEmpty();
    assertThat(said()).containsOnlyOnce("linking").contains("off");
  }

  @Test
  void classesOfTheJavaSixFormatAreWovenByStaticDispatch() throws Exception {
    install(Hook.inference("host.Old", named("applyAsDouble"), "ScorerAdvice$Call"));
    DoubleUnaryOperator old = oldClass().getConstructor().newInstance();

    assertThat(old.applyAsDouble(4)).isEqualTo(16);

    Inference inference = recorder.onlyInference();
    assertThat(inference.function()).isEqualTo("host.Old.applyAsDouble");
    assertThat(inference.inputs().get(0).doubleAt(0)).isEqualTo(4);
    assertThat(Objects.requireNonNull(inference.score()).doubleAt(0)).isEqualTo(16);
  }

  @Test
  void namedClassWithoutTheMethodIsSaidWithWhatItDeclares() throws Exception {
    TypeMatch type = new TypeMatch.Named(scorer);
    install(
        new Hook(HookRole.INFERENCE, type, named("score"), "ScorerAdvice$Call", scorer + "#score"));

    newScorer();

    assertThat(said())
        .contains(scorer + "#score matches no method: the class declares applyAsDouble.")
        .contains("perhaps java.lang.Object");
  }

  @Test
  void constructorsAreHookedAtTheirExit() throws Exception {
    install(Hook.describe(scorer, isConstructor(), "ScorerAdvice$Constructed"));

    newScorer();

    assertThat(System.clearProperty("plumbline.test.constructed")).isEqualTo(scorer);
  }

  @Test
  void classesThatWereThereBeforeAreWovenToo() throws Exception {
    DoubleUnaryOperator scorer = newScorer();
    install(hook("Call"));

    assertThat(scorer.applyAsDouble(1)).isEqualTo(2 * 1);

    assertThat(recorder.sink().inferences()).hasSize(1);
    assertThat(said()).contains("was in use before it could be woven").contains("not_yet_woven");
  }

  @Test
  void firstWovenClassIsAnnouncedOnceAndOthersNever() throws Exception {
    install(hook("Call"));
    assertThat(firstWoven).hasValue(0);

    newScorer();
    newScorer();

    assertThat(firstWoven).hasValue(1);
    assertThat(said()).doesNotContain("not_yet_woven");
  }

  @Test
  void classLoaderThatHidesTheDispatcherIsSaidAndItsClassesStayAsTheyWere() throws Exception {
    install(hook("Call"));
    DoubleUnaryOperator scorer = newScorer(new ClassLoader(null) {});

    assertThat(scorer.applyAsDouble(1)).isEqualTo(2 * 1);

    assertThat(recorder.sink().inferences()).isEmpty();
    assertThat(said()).contains("hides io.plumbline.bootstrap");
  }

  @Test
  void adviceForOldClassesWhoseParametersAreNotGenericIsRefusedWhole() throws Exception {
    install(Hook.inference("host.Old", named("applyAsDouble"), "ScorerAdvice$OfArgument"));
    DoubleUnaryOperator old = oldClass().getConstructor().newInstance();

    assertThat(old.applyAsDouble(4)).isEqualTo(16);
    assertThat(old.applyAsDouble(5)).isEqualTo(25);

    assertThat(recorder.sink().inferences()).isEmpty();
    assertThatThisThreadIsFree();
    assertThat(said()).contains("its parameters are not generic");
  }

  @Test
  void oldClassesAreUnharmedByAdviceThatAlwaysFails() throws Exception {
    install(Hook.inference("host.Old", named("applyAsDouble"), "ScorerAdvice$Failing"));
    DoubleUnaryOperator old = oldClass().getConstructor().newInstance();

    assertThat(old.applyAsDouble(4)).isEqualTo(16);

    assertThat(recorder.onlyInference().incomplete()).isTrue();
    assertThat(recorder.takeErrors()).hasSize(2);
  }

  @Test
  void bridgeMethodsAreNotHookedBesideTheirTarget() throws Exception {
    install(Hook.inference(scorer, named("apply"), "ScorerAdvice$Call"));
    @SuppressWarnings("unchecked") // a copy of Bridged
    UnaryOperator<Double> bridged =
        (UnaryOperator<Double>)
            newHost(Bridged.class, WeavingTest.class.getClassLoader())
                .getConstructor()
                .newInstance();

    assertThat(bridged.apply(3.0)).isEqualTo(2 * 3.0);

    assertThat(recorder.onlyInference().function()).isEqualTo(scorer + ".apply");
    assertThat(said()).containsOnlyOnce("woven: ");
  }

  @Test
  void closingRestoresTheClasses() throws Exception {
    install(hook("Call"));
    DoubleUnaryOperator scorer = newScorer();
    installed.close();

    assertThat(scorer.applyAsDouble(1)).isEqualTo(2 * 1);

    assertThat(recorder.sink().inferences()).isEmpty();
  }

  @Test
  void subtypesAndPatternsAreFound() throws Exception {
    install(
        new Hook(
            HookRole.INFERENCE,
            new TypeMatch.SubtypesOf(DoubleUnaryOperator.class.getName(), "io.plumbline.intercept"),
            named("applyAsDouble"),
            "ScorerAdvice$Call"));
    assertThat(newScorer().applyAsDouble(1)).isEqualTo(2 * 1);
    installed.close();
    install(
        new Hook(
            HookRole.INFERENCE,
            new TypeMatch.Named("io.plumbline.*Scorer*"),
            named("applyAsDouble"),
            "ScorerAdvice$Call"));
    assertThat(newScorer().applyAsDouble(2)).isEqualTo(2 * 2);

    assertThat(recorder.sink().inferences()).hasSize(2);
  }

  @Test
  void methodThatIsNotThereIsReported() throws Exception {
    install(Hook.inference(scorer, named("score"), "ScorerAdvice$Call"));

    newScorer();

    assertThat(said()).contains(scorer + " has no method for the hook ScorerAdvice$Call");
  }

  @Test
  void wovenCallAllocatesNothingOnceWarm() throws Exception {
    install(hook("Typed"));
    DoubleUnaryOperator scorer = newScorer();
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

  @Test
  void undeployedClassLoaderIsFreed() throws Exception {
    install(hook("Call"));
    WeakReference<ClassLoader> loader = useAndForget();

    for (int i = 0; i < 100 && loader.get() != null; i++) {
      System.gc();
      System.runFinalization();
    }

    assertThat(loader.get()).isNull();
  }

  private WeakReference<ClassLoader> useAndForget() throws Exception {
    DoubleUnaryOperator scorer = newScorer();
    assertThat(scorer.applyAsDouble(1)).isEqualTo(2 * 1);
    assertThatThrownBy(() -> scorer.applyAsDouble(-1)).isNotNull();
    return new WeakReference<>(scorer.getClass().getClassLoader());
  }

  private Hook hook(String advice) {
    return Hook.inference(scorer, named("applyAsDouble"), "ScorerAdvice$" + advice);
  }

  private static void assertThatThisThreadIsFree() {
    InferenceRecorder.end(Objects.requireNonNull(InferenceRecorder.begin(0), "still inside"), null);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private void install(Hook... hooks) {
    installed =
        new InstrumentationInstaller(recorder.hooks(), log(), errors, firstWoven::incrementAndGet)
            .install(INSTRUMENTATION, List.of(new SampleInstrumentation(List.of(hooks))));
  }

  private AgentErrors errors() {
    return new AgentErrors(log());
  }

  private AgentLog log() {
    AgentLog log = new AgentLog(Clock.systemUTC(), AgentLog.Level.DEBUG);
    log.writeTo(new PrintStream(said, true, StandardCharsets.UTF_8));
    return log;
  }

  /** A scorer whose class has a loader of its own, as a web application's has. */
  private DoubleUnaryOperator newScorer() throws Exception {
    return newScorer(WeavingTest.class.getClassLoader());
  }

  private DoubleUnaryOperator newScorer(ClassLoader parent) throws Exception {
    return newHost(Scorer.class, parent)
        .asSubclass(DoubleUnaryOperator.class)
        .getConstructor()
        .newInstance();
  }

  /** A copy of the class, under the name {@link #scorer}, in a loader of its own. */
  private Class<?> newHost(Class<?> original, ClassLoader parent) throws Exception {
    byte[] classFile = new ByteBuddy().redefine(original).name(scorer).make().getBytes();
    return new ByteArrayClassLoader(parent, Map.of(scorer, classFile)).loadClass(scorer);
  }

  /** Version 50, as MLeap's for Scala 2.11 are. */
  private static Class<? extends DoubleUnaryOperator> oldClass() throws Exception {
    var squared =
        MethodCall.invoke(Math.class.getMethod("pow", double.class, double.class))
            .withArgument(0)
            .with(2.0);
    return new ByteBuddy(ClassFileVersion.JAVA_V6)
        .subclass(Object.class)
        .implement(DoubleUnaryOperator.class)
        .name("host.Old")
        .defineMethod("applyAsDouble", double.class, Visibility.PUBLIC)
        .withParameters(double.class)
        .intercept(squared)
        .make()
        .load(
            new ClassLoader(WeavingTest.class.getClassLoader()) {},
            ClassLoadingStrategy.Default.WRAPPER)
        .getLoaded()
        .asSubclass(DoubleUnaryOperator.class);
  }
}
