package io.plumbline.bootstrap;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EarlyGateTest {
  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();
  private static final ClassLoader APPLICATION = EarlyGateTest.class.getClassLoader();

  @TempDir private Path directory;

  @Test
  void hookedClassWaitsUntilTheGateOpens() throws Exception {
    EarlyGate gate = forHookedTypes();

    CompletableFuture<Void> load = load(gate, "host", "ai/onnxruntime/OrtSession");
    awaitState(load, Thread.State.TIMED_WAITING);
    gate.open();

    load.get(10, SECONDS);
    assertThat(gate.hasTimedOut()).isFalse();
  }

  @Test
  void otherClassesAndOurOwnThreadsNeverWait() throws Exception {
    EarlyGate gate = forHookedTypes();

    load(gate, "host", "com/acme/Main").get(1, SECONDS);
    load(gate, "plumbline-start", "ai/onnxruntime/OrtSession").get(1, SECONDS);
  }

  @Test
  void waitingEndsAfterTwoSecondsOnceForAll() throws Exception {
    EarlyGate gate = forHookedTypes();
    long start = System.nanoTime();

    load(gate, "host", "ai/onnxruntime/OrtSession").get(20, SECONDS);

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SECONDS.toNanos(2));
    assertThat(gate.hasTimedOut()).isTrue();
    load(gate, "host", "ai/onnxruntime/OrtSession").get(1, SECONDS);
  }

  @Test
  void interruptedThreadGoesOnInterrupted() throws Exception {
    EarlyGate gate = forHookedTypes();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread host =
        new Thread(
            () -> {
              gate.transform(APPLICATION, "ai/onnxruntime/OrtSession", null, null, new byte[0]);
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    host.start();
    host.interrupt();

    assertThat(interrupted.get(10, SECONDS)).isTrue();
  }

  @Test
  void classOfTheApplicationThatHasTheNameOfAConfiguredMethodWaits() throws Exception {
    EarlyGate gate = new EarlyGate(Set.of(), naming("hookedClassWaitsUntilTheGateOpens"), PLATFORM);

    CompletableFuture<Void> load = load(gate, "host", "com/acme/Main", ownClassFile());
    awaitState(load, Thread.State.TIMED_WAITING);
    assertThat(gate.transform(PLATFORM, "java/sql/Driver", null, null, ownClassFile())).isNull();
    assertThat(gate.transform(null, "java/util/List", null, null, ownClassFile())).isNull();
    gate.open();

    load.get(10, SECONDS);
  }

  @Test
  void classWithoutTheNameOfAConfiguredMethodDoesNotWait() throws Exception {
    EarlyGate gate = new EarlyGate(Set.of(), naming("predict".repeat(2)), PLATFORM);

    load(gate, "host", "com/acme/Main", ownClassFile()).get(10, SECONDS);

    assertThat(gate.hasTimedOut()).isFalse();
  }

  private NamedMethods naming(String method) throws IOException {
    String yaml = "methods:\n  - {class: com.acme.Scorer, method: " + method + "}\n";
    return NamedMethods.ofFile(
        Files.writeString(directory.resolve("plumbline.yaml"), yaml).toString());
  }

  private static byte[] ownClassFile() throws IOException {
    try (InputStream file = EarlyGateTest.class.getResourceAsStream("EarlyGateTest.class")) {
      return Objects.requireNonNull(file).readAllBytes();
    }
  }

  private static EarlyGate forHookedTypes() {
    return new EarlyGate(
        Set.of("ai/onnxruntime/OrtSession"), NamedMethods.ofFile("/nowhere"), PLATFORM);
  }

  /** Ends when the gate lets the class go on. */
  private static CompletableFuture<Void> load(EarlyGate gate, String thread, String className) {
    return load(gate, thread, className, new byte[0]);
  }

  private static CompletableFuture<Void> load(
      EarlyGate gate, String thread, String className, byte[] classFile) {
    Loading loading = new Loading();
    loading.host =
        new Thread(
            () -> {
              gate.transform(APPLICATION, className, null, null, classFile);
              loading.complete(null);
            },
            thread);
    loading.host.start();
    return loading;
  }

  private static void awaitState(CompletableFuture<Void> loading, Thread.State state) {
    while (((Loading) loading).host.getState() != state) {
      assertThat(loading).isNotDone();
      Thread.onSpinWait();
    }
  }

  private static final class Loading extends CompletableFuture<Void> {
    private Thread host = Thread.currentThread();
  }
}
