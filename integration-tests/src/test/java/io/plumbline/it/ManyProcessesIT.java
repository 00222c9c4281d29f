package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.CumulativeStreams;
import io.plumbline.it.harness.DeliveredInferences;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Processes of one user on one machine: what is shared, what is inherited, and by whom. */
@Tag("many-processes")
class ManyProcessesIT {
  private static final int THREADS = 2;
  private static final int CALLS = 200;
  private static final int DEAD = 4;

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @AutoClose private final OtlpReceiver elsewhere = OtlpReceiver.start();
  @TempDir private Path directory;

  @OnEachJdk
  void twoWithTheSameConfigurationShareNothingAndBothDeliver(Jdk jdk) {
    LedgerHosts hosts = hosts();
    try (HostJvm one = hosts.next(jdk, THREADS, 0, CALLS, "stay").start();
        HostJvm other = hosts.next(jdk, THREADS, 0, CALLS, "stay").start()) {
      awaitCalls(hosts, 1);
      awaitCalls(hosts, 2);
      assertThat(one.isAlive() && other.isAlive()).isTrue();
      assertThat(hosts.streams()).hasSize(2);
      assertThat(hosts.instances()).doesNotHaveDuplicates();

      DeliveredInferences delivered = LedgerHosts.delivered(receiver);
      awaitDelivered(hosts, delivered, 1, 2);
      Await.that(
          Await.DEFAULT_LIMIT,
          () -> delivered.total().counted() == 2 * THREADS * CALLS,
          () -> "all counted; there are " + delivered.total());
      assertThat(delivered.streams().values())
          .hasSize(2)
          .allSatisfy(counts -> assertThat(counts.made()).isEqualTo(THREADS * CALLS));
      assertThat(delivered.duplicates()).isZero();
      assertThat(TakeOver.in(hosts.log())).isEmpty();
      assertThat(hosts.log()).noneMatch(ManyProcessesIT::isComplaint);
    }
  }

  @OnEachJdk
  void leavingsOfSeveralDeadAreTakenOverOnceThoughTwoStartAtTheSameMoment(Jdk jdk) {
    LedgerHosts hosts = hosts();
    receiver.goAway();
    leaveDead(jdk, hosts);
    List<Path> dead = hosts.streams();
    List<String> instances = hosts.instances();
    receiver.comeBack();

    try (HostJvm one = hosts.next(jdk, 1, 0, CALLS, "stay").start();
        HostJvm other = hosts.next(jdk, 1, 0, CALLS, "stay").start()) {
      DeliveredInferences delivered = LedgerHosts.delivered(receiver);
      awaitDelivered(hosts, delivered, 1, 2, 3, 4);
      Await.that(
          Await.DEFAULT_LIMIT,
          () -> hosts.streams().size() == 2,
          () -> "two streams; there are " + hosts.streams());
      assertThat(one.isAlive() && other.isAlive()).isTrue();

      assertThat(TakeOver.in(hosts.log()))
          .extracting(TakeOver::stream)
          .containsExactlyInAnyOrderElementsOf(dead);
      assertThat(delivered.duplicates()).isZero();
      CumulativeStreams arrived = CumulativeStreams.of(receiver);
      for (String instance : instances) {
        assertThat(arrived.times().get(instance)).hasSize(1);
        assertThat(Objects.requireNonNull(delivered.streams().get(instance)).made())
            .isEqualTo(THREADS * CALLS);
        assertThat(Objects.requireNonNull(delivered.streams().get(instance)).addsUp()).isTrue();
      }
      assertThat(hosts.log()).noneMatch(ManyProcessesIT::isComplaint);
    }
  }

  @OnEachJdk
  void anotherServiceOrAnotherEndpointTouchesNothing(Jdk jdk) {
    LedgerHosts hosts = hosts();
    receiver.goAway();
    try (HostJvm host = hosts.next(jdk, THREADS, 0, CALLS, "stay").start()) {
      awaitCalls(hosts, 1);
      host.kill9();
    }
    Set<Path> dead = new HashSet<>(hosts.streams());
    String instance = hosts.instances().get(0);
    receiver.comeBack();

    try (HostJvm foreign = hosts.service("other").next(jdk, THREADS, 0, CALLS, "stay").start();
        HostJvm distant =
            hosts
                .service("ledger")
                .target(elsewhere)
                .next(jdk, THREADS, 0, CALLS, "stay")
                .start()) {
      awaitDelivered(hosts, LedgerHosts.delivered(receiver), 2);
      awaitDelivered(hosts, LedgerHosts.delivered(elsewhere), 3);
      assertThat(foreign.isAlive() && distant.isAlive()).isTrue();
      assertThat(hosts.streams()).containsAll(dead).hasSize(2);
      assertThat(TakeOver.in(hosts.log())).isEmpty();
      assertThat(receiver.requests()).noneMatch(request -> request.isOf(instance));
      assertThat(elsewhere.requests()).noneMatch(request -> request.isOf(instance));
    }

    try (HostJvm successor = hosts.target(receiver).next(jdk, 1, 0, CALLS, "stay").start()) {
      awaitDelivered(hosts, LedgerHosts.delivered(receiver), 1);
      assertThat(successor.isAlive()).isTrue();
    }
    assertThat(elsewhere.requests()).noneMatch(request -> request.isOf(instance));
  }

  private static boolean isComplaint(String line) {
    return line.contains(" ERROR ") || line.contains("cannot be delivered");
  }

  private LedgerHosts hosts() {
    return new LedgerHosts(directory, receiver, OtlpProtocol.GRPC);
  }

  /** All alive at once, so that nobody inherits from anybody. */
  private static void leaveDead(Jdk jdk, LedgerHosts hosts) {
    List<HostJvm> living = new ArrayList<>();
    try {
      for (int run = 1; run <= DEAD; run++) {
        living.add(hosts.next(jdk, THREADS, 0, CALLS, "stay").start());
      }
      for (int run = 1; run <= DEAD; run++) {
        awaitCalls(hosts, run);
      }
      living.forEach(HostJvm::kill9);
    } finally {
      living.forEach(HostJvm::close);
    }
    assertThat(hosts.streams()).hasSize(DEAD);
  }

  private static void awaitCalls(LedgerHosts hosts, int run) {
    Await.that(
        Await.DEFAULT_LIMIT,
        () -> hosts.hasLedger(run) && hosts.ledger(run).returned() == THREADS * CALLS,
        () -> "the calls of run " + run);
  }

  private static void awaitDelivered(
      LedgerHosts hosts, DeliveredInferences delivered, int... runs) {
    for (int run : runs) {
      Await.that(
          Await.DEFAULT_LIMIT,
          () ->
              hosts.hasLedger(run)
                  && hosts.ledger(run).returned() >= CALLS
                  && delivered.missing(hosts.ledger(run)).isEmpty(),
          () -> delivered.explanation(hosts.ledger(run)));
    }
  }
}
