package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Answer;
import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.CumulativeStreams;
import io.plumbline.it.harness.DeliveredInferences;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.InferenceLedger;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.OtlpRequest;
import io.plumbline.it.harness.Seed;
import io.plumbline.it.harness.StreamCounts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * made = counted + Σ dropped, by what arrived as metrics, whatever happened on the way: no
 * inference is missing, none is there twice. {@code -Dplumbline.it.ends=40} is the long form.
 */
@Tag("exact-counts")
class ExactCountsIT {
  private static final int THREADS = 4;
  private static final int ENDS = Integer.getInteger("plumbline.it.ends", 5);
  private static final int BURST = 500;

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path directory;

  @OnEachJdk
  void whateverHappensEveryInferenceIsCountedOnce(Jdk jdk) {
    SplittableRandom random = Seed.of("ExactCountsIT");
    LedgerHosts hosts = hosts(OtlpProtocol.GRPC).configured("export: {shutdown_timeout: 1s}\n");
    int unfinished = 0;
    for (int end = 0; end < ENDS; end++) {
      receiver.answer(mood(random.nextInt(4)));
      unfinished += endAtRandom(jdk, hosts, random);
    }
    receiver.answer(request -> Answer.accept());
    hosts.finish(jdk);

    CumulativeStreams.of(receiver);
    DeliveredInferences delivered = LedgerHosts.delivered(receiver);
    long returned = 0;
    for (int run = 1; run <= hosts.runs(); run++) {
      if (hosts.hasLedger(run)) {
        InferenceLedger ledger = hosts.ledger(run);
        assertThat(ledger.failed()).isZero();
        assertThat(delivered.missing(ledger)).as(delivered.explanation(ledger)).isEmpty();
        returned += ledger.returned();
      }
    }
    assertThat(delivered.streams().values())
        .allSatisfy(counts -> assertThat(counts.addsUp()).as("%s", counts).isTrue());
    System.out.println(jdk + ": " + returned + " returned, " + delivered.total());
    long inCalls = (long) unfinished * THREADS;
    assertThat(delivered.total().made()).isBetween(returned, returned + inCalls);
    assertThat(delivered.total().droppedInAll()).isLessThanOrEqualTo(inCalls);
  }

  private static Function<OtlpRequest, Answer> mood(int mood) {
    AtomicInteger requests = new AtomicInteger();
    return switch (mood) {
      case 0 -> request -> Answer.unavailable();
      case 1 -> request -> Answer.accept().after(Duration.ofHours(1)); // has it, says nothing
      case 2 ->
          request -> requests.incrementAndGet() % 2 == 0 ? Answer.accept() : Answer.unavailable();
      default -> request -> Answer.accept();
    };
  }

  /**
   * @return hosts whose threads were stopped in the midst of a call
   */
  private static int endAtRandom(Jdk jdk, LedgerHosts hosts, SplittableRandom random) {
    int kind = random.nextInt(6);
    if (kind == 5) {
      killTwoAtRandom(jdk, hosts, random);
      return 2;
    }
    try (HostJvm host =
        switch (kind) {
          case 0 -> hosts.next(jdk, THREADS, 0, BURST, "last_thread").start();
          case 1 -> hosts.next(jdk, THREADS, 400, random.nextLong(1, 400), "exit").start();
          default -> hosts.next(jdk, THREADS, 400).start();
        }) {
      switch (kind) {
        case 0 -> assertThat(host.awaitExit(Await.DEFAULT_LIMIT)).isZero();
        case 1 -> assertThat(host.awaitExit(Await.DEFAULT_LIMIT)).isEqualTo(3);
        case 2 -> {
          hosts.awaitCalls(random.nextLong(1, 1500));
          host.terminate();
          assertThat(host.awaitExit(Await.DEFAULT_LIMIT)).isEqualTo(143);
        }
        case 3 -> {
          hosts.awaitCalls(random.nextLong(1, 1500));
          host.kill9();
        }
        default -> {
          // While it starts, or delivers what others left.
          pause(random, 2000);
          host.kill9();
        }
      }
    }
    return kind == 0 ? 0 : 1;
  }

  /** They start at the same moment, and share what others left. */
  private static void killTwoAtRandom(Jdk jdk, LedgerHosts hosts, SplittableRandom random) {
    try (HostJvm one = hosts.next(jdk, THREADS, 200).start();
        HostJvm other = hosts.next(jdk, THREADS, 200).start()) {
      pause(random, 3000);
      one.kill9();
      pause(random, 1000);
      other.kill9();
    }
  }

  private static void pause(SplittableRandom random, long atMostMillis) {
    LockSupport.parkNanos(Duration.ofMillis(random.nextLong(atMostMillis)).toNanos());
  }

  @OnEachJdk
  void afterAnOutageTheNewestOfTheLivingAndOnePointOfEachDeadAreSent(Jdk jdk) {
    LedgerHosts hosts = hosts(OtlpProtocol.HTTP);
    receiver.answer(request -> Answer.unavailable());
    kill(hosts.next(jdk, THREADS, 0, BURST, "stay").start(), hosts);
    kill(hosts.next(jdk, THREADS, 0, BURST, "stay").start(), hosts);
    List<String> dead = hosts.instances();
    int before = metricRequests();
    try (HostJvm living = hosts.next(jdk, THREADS, 50).start()) {
      living.awaitOutput("scoring");
      // Its snapshots are made every half second, and tried ever more seldom.
      Await.that(
          Await.DEFAULT_LIMIT, () -> metricRequests() >= before + 3, () -> "3 attempts to send");
      long back = TimeUnit.MILLISECONDS.toNanos(Instant.now().toEpochMilli());
      receiver.answer(request -> Answer.accept());
      hosts.awaitOnlyOneStream();
      String alive = hosts.instances().get(0);
      Await.that(
          Await.DEFAULT_LIMIT,
          () -> CumulativeStreams.of(receiver).times().getOrDefault(alive, List.of()).size() >= 3,
          () -> "three snapshots of the living");

      CumulativeStreams arrived = CumulativeStreams.of(receiver);
      assertThat(
              Objects.requireNonNull(arrived.times().get(alive)).stream()
                  .filter(time -> time < back))
          .as("snapshots of the living that were made during the outage")
          .hasSizeLessThanOrEqualTo(1);
      assertThat(dead)
          .hasSize(2)
          .allSatisfy(stream -> assertThat(arrived.times().get(stream)).hasSize(1));
      assertThat(LedgerHosts.delivered(receiver).streams())
          .hasEntrySatisfying(dead.get(0), ExactCountsIT::addsUpToTheBurst)
          .hasEntrySatisfying(dead.get(1), ExactCountsIT::addsUpToTheBurst);
    }
  }

  private static void addsUpToTheBurst(StreamCounts counts) {
    assertThat(counts.made()).isEqualTo(THREADS * BURST);
    assertThat(counts.counted()).isEqualTo(THREADS * BURST);
    assertThat(counts.droppedInAll()).isZero();
  }

  private static void kill(HostJvm host, LedgerHosts hosts) {
    try (host) {
      hosts.awaitCalls((long) THREADS * BURST);
      host.kill9();
    }
  }

  private int metricRequests() {
    return (int) receiver.requests().stream().filter(OtlpRequest::isMetrics).count();
  }

  /** Twice in the midst of its spans, once between its last point and the answer to it. */
  @OnEachJdk
  void streamWhoseAdoptersDieToIsStillCountedOnce(Jdk jdk) {
    LedgerHosts hosts = hosts(OtlpProtocol.GRPC);
    receiver.goAway();
    kill(hosts.next(jdk, THREADS, 0, BURST, "stay").start(), hosts);
    String dead = hosts.instances().get(0);
    receiver.comeBack();

    DeliveredInferences delivered = LedgerHosts.delivered(receiver);
    for (int adopter = 0; adopter < 2; adopter++) {
      AtomicInteger spans = new AtomicInteger();
      receiver.answer(
          request ->
              request.isOf(dead)
                  ? spans.incrementAndGet() > 1 ? Answer.unavailable() : Answer.accept()
                  : Answer.accept());
      try (HostJvm host = hosts.next(jdk, 1, 10).start()) {
        host.awaitOutput("scoring");
        Await.that(Await.DEFAULT_LIMIT, () -> spans.get() > 1, () -> "a second request");
        host.kill9();
      }
    }
    receiver.answer(
        request ->
            request.isOf(dead) && request.isMetrics()
                ? Answer.accept().after(Duration.ofHours(1))
                : Answer.accept());
    int toldBefore = told(dead);
    try (HostJvm host = hosts.next(jdk, 1, 10).start()) {
      host.awaitOutput("scoring");
      Await.that(Await.DEFAULT_LIMIT, () -> told(dead) > toldBefore, () -> "its last point");
      host.kill9();
    }
    assertThat(hosts.instances()).contains(dead);
    receiver.answer(request -> Answer.accept());
    hosts.finish(jdk);

    assertThat(told(dead)).isGreaterThan(toldBefore + 1);
    assertThat(delivered.missing(hosts.ledger(1))).isEmpty();
    assertThat(delivered.streams()).hasEntrySatisfying(dead, ExactCountsIT::addsUpToTheBurst);
    assertThat(delivered.streams().values())
        .allSatisfy(counts -> assertThat(counts.addsUp()).as("%s", counts).isTrue());
  }

  private int told(String instance) {
    return CumulativeStreams.of(receiver).times().getOrDefault(instance, List.of()).size();
  }

  private LedgerHosts hosts(OtlpProtocol protocol) {
    return new LedgerHosts(directory, receiver, protocol);
  }
}
