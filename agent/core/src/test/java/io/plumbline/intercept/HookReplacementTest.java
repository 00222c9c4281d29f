package io.plumbline.intercept;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.bootstrap.AdviceDispatcher;
import io.plumbline.capture.Inference;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.redact.RedactionPolicy;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hooks come and go while the host runs; what goes leaves the bytecode as it was. */
@Timeout(60)
class HookReplacementTest {
  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  @RegisterExtension final WeavingExtension weaving = new WeavingExtension(recorder);

  /** Stays inside its method until it is let go. */
  public static class Waiting implements DoubleUnaryOperator {
    static CountDownLatch inside = new CountDownLatch(1);
    static CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public double applyAsDouble(double x) {
      inside.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return 2 * x;
    }
  }

  @Test
  void hookThatIsAddedWeavesWhatIsLoaded() throws Exception {
    InstalledHooks hooks = weaving.install();
    DoubleUnaryOperator scorer = weaving.newScorer();
    assertThat(scorer.applyAsDouble(1)).isNotZero();

    assertThat(hooks.replace(WeavingExtension.instrumentations(weaving.hook("Call")))).isOne();
    assertThat(scorer.applyAsDouble(2)).isNotZero();

    assertThat(recorder.onlyInference().inputs().get(0).doubleAt(0)).isEqualTo(2);
  }

  @Test
  void hookThatIsRemovedLeavesTheOriginalBytecode() throws Exception {
    InstalledHooks hooks = weaving.install();
    DoubleUnaryOperator before = weaving.newScorer();
    byte[] original = loadedBytes(before.getClass());
    hooks.replace(WeavingExtension.instrumentations(weaving.hook("Call")));
    DoubleUnaryOperator after = weaving.newScorer();
    assertThat(before.applyAsDouble(1) + after.applyAsDouble(2)).isEqualTo(2 + 2 * 2);
    assertThat(recorder.sink().inferences()).hasSize(2);
    assertThat(isWoven(before.getClass())).isTrue();
    assertThat(isWoven(after.getClass())).isTrue();

    assertThat(hooks.replace(WeavingExtension.instrumentations())).isEqualTo(2);

    assertThat(before.applyAsDouble(1) + after.applyAsDouble(2)).isEqualTo(2 + 2 * 2);
    assertThat(recorder.sink().inferences()).hasSize(2);
    assertThat(loadedBytes(before.getClass())).isEqualTo(original);
    assertThat(isWoven(after.getClass())).isFalse();
    assertThat(weaving.said()).contains("no longer woven: " + weaving.name());
  }

  @Test
  void oldClassFileIsRestoredToo() throws Exception {
    InstalledHooks hooks = weaving.install(weaving.hook("Call"));
    DoubleUnaryOperator old = weaving.newOldScorer();
    assertThat(old.applyAsDouble(4)).isNotZero();
    assertThat(isWoven(old.getClass())).isTrue();

    hooks.close();
    hooks.disconnect();

    assertThat(old.applyAsDouble(4)).isEqualTo(16);
    assertThat(recorder.sink().inferences()).hasSize(1);
    assertThat(isWoven(old.getClass())).isFalse();
  }

  @Test
  void whatHasNotChangedIsNotTouched() throws Exception {
    InstalledHooks hooks = weaving.install(weaving.hook("Call"));
    weaving.newScorer();
    Hook other = Hook.inference("not.here.Scorer", named("score"), "ScorerAdvice$Call");

    assertThat(hooks.replace(WeavingExtension.instrumentations(weaving.hook("Call"), other)))
        .isZero();

    assertThat(weaving.said()).containsOnlyOnce("woven: ");
  }

  @Test
  void methodKeepsItsNumberWhenItsHookGoesComesAndChanges() throws Exception {
    InstalledHooks hooks = weaving.install(weaving.hook("Call"));
    DoubleUnaryOperator scorer = weaving.newScorer();
    for (int i = 0; i < 3; i++) {
      hooks.replace(WeavingExtension.instrumentations(hookWith(i)));
      hooks.replace(WeavingExtension.instrumentations());
    }
    hooks.replace(WeavingExtension.instrumentations(hookWith("last")));

    assertThat(scorer.applyAsDouble(3)).isNotZero();

    assertThat(recorder.hooks().size()).isOne();
    assertThat(recorder.hooks().get(0).origin()).isEqualTo(hookWith("last"));
    assertThat(recorder.onlyInference().function()).isEqualTo(weaving.name() + ".applyAsDouble");
  }

  private Hook hookWith(Object settings) {
    Hook hook = weaving.hook("Call");
    return new Hook(hook.role(), hook.type(), hook.method(), hook.advice(), settings);
  }

  @Test
  void callThatIsInsideWhenItsHookGoesEndsAndCounts() throws Exception {
    InstalledHooks hooks = weaving.install(weaving.hook("Call"));
    DoubleUnaryOperator scorer =
        (DoubleUnaryOperator)
            weaving.newHost(Waiting.class, HookReplacementTest.class.getClassLoader());
    CompletableFuture<Double> answer = callInside(scorer);

    hooks.close();
    latch(scorer, "goOn").countDown();

    assertThat(answer.get()).isEqualTo(2 * 5);
    Inference inference = recorder.onlyInference();
    assertThat(Objects.requireNonNull(inference.score()).doubleAt(0)).isEqualTo(2 * 5);
    assertThat(scorer.applyAsDouble(6)).isEqualTo(2 * 6);
    assertThat(recorder.sink().inferences()).hasSize(1);
  }

  private static CompletableFuture<Double> callInside(DoubleUnaryOperator scorer)
      throws ReflectiveOperationException, InterruptedException {
    CompletableFuture<Double> answer = CompletableFuture.supplyAsync(() -> scorer.applyAsDouble(5));
    latch(scorer, "inside").await();
    return answer;
  }

  /** Of the copy that the host's loader defined. */
  private static CountDownLatch latch(DoubleUnaryOperator scorer, String field)
      throws ReflectiveOperationException {
    var declared = scorer.getClass().getDeclaredField(field);
    declared.setAccessible(true);
    return (CountDownLatch) Objects.requireNonNull(declared.get(null));
  }

  @Test
  void closedHooksCanBePutInAgain() throws Exception {
    InstalledHooks hooks = weaving.install(weaving.hook("Call"));
    DoubleUnaryOperator scorer = weaving.newScorer();
    hooks.close();
    assertThat(scorer.applyAsDouble(1)).isNotZero();

    hooks.replace(WeavingExtension.instrumentations(weaving.hook("Call")));
    assertThat(scorer.applyAsDouble(2)).isNotZero();

    assertThat(recorder.onlyInference().inputs().get(0).doubleAt(0)).isEqualTo(2);
  }

  @Test
  void nothingRefersToTheAdviceOnceHooksAreGone() throws Exception {
    DoubleUnaryOperator scorer = weaving.newScorer();
    DoubleUnaryOperator old = weaving.newOldScorer();
    WeakReference<Object> linker = installCallAndDisconnect(scorer, old);

    awaitFreed(linker);
    assertThat(scorer.applyAsDouble(1) + old.applyAsDouble(3)).isEqualTo(2 + 9);
  }

  /** The JVM keeps the code of the class as it was for that call, and all that it refers to. */
  @Test
  void nothingRefersToTheAdviceAlthoughACallIsStillInside() throws Exception {
    DoubleUnaryOperator scorer =
        (DoubleUnaryOperator)
            weaving.newHost(Waiting.class, HookReplacementTest.class.getClassLoader());
    InstalledHooks hooks = weaving.install(weaving.hook("Call"));
    CompletableFuture<Double> answer = callInside(scorer);
    WeakReference<ClassLoader> advice = new WeakReference<>(adviceLoader(hooks, scorer));
    weaving.uninstall();
    hooks.disconnect();

    awaitFreed(advice);
    latch(scorer, "goOn").countDown();

    assertThat(answer.get()).isEqualTo(2 * 5);
    assertThat(recorder.sink().inferences()).isEmpty();
  }

  private static void awaitFreed(WeakReference<?> reference) throws InterruptedException {
    while (reference.get() != null) {
      System.gc();
      Thread.sleep(1); // which the end of a test's time interrupts
    }
  }

  private static ClassLoader adviceLoader(InstalledHooks hooks, Object host)
      throws ReflectiveOperationException {
    var loaders = AdviceLinker.class.getDeclaredField("loaders");
    loaders.setAccessible(true);
    return ((AdviceLoaders) Objects.requireNonNull(loaders.get(hooks.linker())))
        .of(host.getClass().getClassLoader());
  }

  private WeakReference<Object> installCallAndDisconnect(DoubleUnaryOperator... scorers)
      throws ReflectiveOperationException {
    InstalledHooks hooks = weaving.install(weaving.hook("Call"));
    for (DoubleUnaryOperator scorer : scorers) {
      assertThat(scorer.applyAsDouble(1)).isNotZero();
    }
    assertThat(recorder.sink().inferences()).hasSize(scorers.length);
    weaving.uninstall();
    hooks.disconnect();
    return new WeakReference<>(hooks.linker());
  }

  private static boolean isWoven(Class<?> type) throws Exception {
    String constants = new String(loadedBytes(type), StandardCharsets.ISO_8859_1);
    return constants.contains(AdviceDispatcher.class.getName().replace('.', '/'));
  }

  /** As the last transformer sees them. */
  private static byte[] loadedBytes(Class<?> type) throws Exception {
    Spy spy = new Spy(type);
    Instrumentation instrumentation = WeavingExtension.instrumentation();
    instrumentation.addTransformer(spy, true);
    try {
      instrumentation.retransformClasses(type);
      return Objects.requireNonNull(spy.seen);
    } finally {
      instrumentation.removeTransformer(spy);
    }
  }

  private static final class Spy implements ClassFileTransformer {
    private final Class<?> type;
    private byte @Nullable [] seen;

    Spy(Class<?> type) {
      this.type = type;
    }

    @Override
    public byte @Nullable [] transform(
        @Nullable ClassLoader loader,
        @Nullable String name,
        @Nullable Class<?> redefined,
        @Nullable ProtectionDomain domain,
        byte[] classFile) {
      if (redefined == type) {
        seen = classFile;
      }
      return null;
    }
  }
}
