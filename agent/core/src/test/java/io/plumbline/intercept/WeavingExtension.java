package io.plumbline.intercept;

import static net.bytebuddy.matcher.ElementMatchers.named;

import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.instrumentation.sample.SampleInstrumentation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleUnaryOperator;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.loading.ByteArrayClassLoader;
import net.bytebuddy.implementation.MethodCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Weaves hooks into classes that only this test's own class loaders define, as a web application's
 * do, and restores them after the test.
 */
final class WeavingExtension implements AfterEachCallback {
  private static final Instrumentation INSTRUMENTATION = ByteBuddyAgent.install();
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** Of its own for each test: classes of the tests before may still be there to be woven. */
  private final String name = "io.plumbline.intercept.Scorer" + COUNT.incrementAndGet();

  private final RecorderExtension recorder;
  private final AtomicInteger firstWoven = new AtomicInteger();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final AgentLog log = new AgentLog(Clock.systemUTC(), AgentLog.Level.DEBUG);
  private final AgentErrors errors = new AgentErrors(log);
  private @Nullable InstalledHooks installed;

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

  WeavingExtension(RecorderExtension recorder) {
    this.recorder = recorder;
    log.writeTo(new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  /** Of the hosts' classes. */
  String name() {
    return name;
  }

  AgentLog log() {
    return log;
  }

  AgentErrors errors() {
    return errors;
  }

  String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  /** How often the first woven class was announced. */
  int firstWoven() {
    return firstWoven.get();
  }

  /** Of the scorer's method, as an inference. */
  Hook hook(String advice) {
    return Hook.inference(name, named("applyAsDouble"), "ScorerAdvice$" + advice);
  }

  InstalledHooks install(Hook... hooks) {
    InstalledHooks now =
        new InstrumentationInstaller(recorder.hooks(), log, errors, firstWoven::incrementAndGet)
            .install(INSTRUMENTATION, instrumentations(hooks));
    installed = now;
    return now;
  }

  static List<InferenceInstrumentation> instrumentations(Hook... hooks) {
    return List.of(new SampleInstrumentation(List.of(hooks)));
  }

  static Instrumentation instrumentation() {
    return INSTRUMENTATION;
  }

  void uninstall() {
    if (installed != null) {
      installed.close();
      installed = null;
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    uninstall();
  }

  DoubleUnaryOperator newScorer() throws Exception {
    return newScorer(WeavingExtension.class.getClassLoader());
  }

  DoubleUnaryOperator newScorer(ClassLoader parent) throws Exception {
    return (DoubleUnaryOperator) newHost(Scorer.class, parent);
  }

  /** Of a copy of the class, under the name {@link #name}, in a loader of its own. */
  Object newHost(Class<?> original, ClassLoader parent) throws Exception {
    return newHost(new ByteBuddy().redefine(original).name(name).make().getBytes(), parent);
  }

  /** Squares, in a class file of version 50, as MLeap's for Scala 2.11 are. */
  DoubleUnaryOperator newOldScorer() throws Exception {
    var squared =
        MethodCall.invoke(Math.class.getMethod("pow", double.class, double.class))
            .withArgument(0)
            .with(2.0);
    byte[] classFile =
        new ByteBuddy(ClassFileVersion.JAVA_V6)
            .subclass(Object.class)
            .implement(DoubleUnaryOperator.class)
            .name(name)
            .defineMethod("applyAsDouble", double.class, Visibility.PUBLIC)
            .withParameters(double.class)
            .intercept(squared)
            .make()
            .getBytes();
    return (DoubleUnaryOperator) newHost(classFile, WeavingExtension.class.getClassLoader());
  }

  private Object newHost(byte[] classFile, ClassLoader parent) throws Exception {
    return new ByteArrayClassLoader(parent, Map.of(name, classFile))
        .loadClass(name)
        .getConstructor()
        .newInstance();
  }

  /** Another inference can begin here: none was left open. */
  void assertThatThisThreadIsFree() {
    int hook = recorder.hooks().register("sample", "next").index();
    InferenceRecorder.end(
        Objects.requireNonNull(InferenceRecorder.begin(hook), "still inside another"), null);
  }
}
