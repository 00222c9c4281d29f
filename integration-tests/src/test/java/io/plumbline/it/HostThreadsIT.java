package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.DeliveredInferences;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.HostJvmBuilder;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.StreamCounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/** Whatever state a thread of the host is in: its answer is right, and its call is counted. */
@Tag("host-unharmed")
class HostThreadsIT {
  private static final int HEAPLESS_CALLS = 20;
  private static final int CALLS = 1000;
  private static final int VIRTUAL_THREADS = 100_000;

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  private final DeliveredInferences delivered = LedgerHosts.delivered(receiver);

  @OnEachJdk
  void interruptedThreadStaysInterruptedAndItsCallsAreCounted(Jdk jdk) {
    assertThat(run(jdk, "interrupted")).isEqualTo(CALLS);

    assertThat(counts().made()).isEqualTo(2 * CALLS);
    assertThatNothingIsDropped();
  }

  @OnEachJdk
  void threadWithoutAContextClassLoaderKeepsNoneAndItsCallsAreCounted(Jdk jdk) {
    assertThat(run(jdk, "loaderless")).isEqualTo(CALLS);

    assertThat(counts().made()).isEqualTo(2 * CALLS);
    assertThatNothingIsDropped();
  }

  @OnEachJdk
  void hundredThousandVirtualThreadsAtOnceAreCountedEach(Jdk jdk) {
    assumeTrue(jdk.feature() >= 21, "virtual threads came with 21");

    assertThat(run(jdk, "virtual")).isEqualTo(VIRTUAL_THREADS);

    assertThat(counts().made()).isEqualTo(VIRTUAL_THREADS + CALLS);
    assertThat(counts().addsUp()).as("%s", counts()).isTrue();
  }

  @OnEachJdk
  void callsWithoutAnyHeapLeftGetTheirAnswersAndCaptureGoesOnAfterThem(Jdk jdk) {
    assertThat(run(jdk, "heapless")).isEqualTo(HEAPLESS_CALLS);

    assertThat(counts().addsUp()).as("%s", counts()).isTrue();
    // Where not even the box of the answer can be made, nobody is told of its end.
    assertThat(counts().made())
        .isBetween(2L * CALLS - lostToTheGuard("heapless"), 2L * CALLS + HEAPLESS_CALLS);
  }

  @OnEachJdk
  void threadAtTheEndOfItsStackGoesOnAndIsNotSilenced(Jdk jdk) {
    run(jdk, "overflowing");

    assertThat(counts().dropped().get("capture_failed")).isPositive();
    assertThat(counts().dropped().get("corrupted")).isZero();
    assertThat(counts().addsUp()).as("%s", counts()).isTrue();
  }

  /**
   * @return calls that were made in the given state; those that follow in peace have arrived
   */
  private long run(Jdk jdk, String state) {
    HostJvmBuilder builder =
        HostJvm.on(jdk)
            .testClasses()
            .flags(state.equals("heapless") ? "-Xmx64m" : "-Xmx512m")
            .main("io.plumbline.it.host.HostileThreads", state)
            .agent(LedgerHosts.METHODS);
    try (HostJvm host =
        ScoringHosts.observed(builder, "hostile", receiver, OtlpProtocol.HTTP).start()) {
      if (state.equals("heapless")) {
        awaitFirstDelivery(host);
      }
      host.awaitOutput("^wrong 0$");
      long inPeace = Long.parseLong(host.awaitOutput("^in peace (\\d+)$").group(1));
      Await.that(
          Await.DEFAULT_LIMIT,
          () -> notDelivered(inPeace) <= lostToTheGuard(state),
          () -> notDelivered(inPeace) + " of " + inPeace + " in peace are not delivered");
      Files.createFile(host.directory().resolve("end"));
      assertThat(host.awaitExit(Duration.ofMinutes(1))).isZero();
      assertThat(host.stderr().lines().filter(line -> !isSaidByTheJvm(line))).isEmpty();
      return Long.parseLong(host.awaitOutput("^returned (\\d+)$").group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A class of the agent's that is used first when the heap is out can never be used again. */
  private void awaitFirstDelivery(HostJvm host) throws IOException {
    Await.that(
        Await.DEFAULT_LIMIT,
        () -> notDelivered(CALLS) == 0 && counts().made() >= CALLS,
        () -> notDelivered(CALLS) + " of the first " + CALLS + " are not delivered: " + counts());
    Files.createFile(host.directory().resolve("delivered"));
  }

  private long notDelivered(long inPeace) {
    Set<Long> ids = delivered.ids();
    return LongStream.rangeClosed(1, inPeace).filter(id -> !ids.contains(id)).count();
  }

  /** A thread that had no stack or no heap at the worst place is silent for so many calls. */
  private static int lostToTheGuard(String state) {
    return state.equals("overflowing") || state.equals("heapless") ? 16 : 0;
  }

  /** Of any agent, at the end of a stack; of any thread that ends when the heap is out. */
  private static boolean isSaidByTheJvm(String line) {
    return line.isEmpty()
        || line.startsWith("*** java.lang.instrument ASSERTION FAILED ***")
        || line.startsWith("Exception: java.lang.OutOfMemoryError thrown from the Uncaught");
  }

  private StreamCounts counts() {
    return delivered.total();
  }

  private void assertThatNothingIsDropped() {
    assertThat(counts().counted()).as("%s", counts()).isEqualTo(counts().made());
  }
}
