package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Answer;
import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.CumulativeStreams;
import io.plumbline.it.harness.DeliveredInferences;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.HostJvmBuilder;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.StreamCounts;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** An orderly end sends what it can in the time it has; the next process sends the rest. */
@Tag("shutdown")
class ShutdownIT {
  private static final int THREADS = 4;
  private static final int SIGTERM = 128 + 15;

  /** Far more than the five seconds that the agent has, far less than the receiver hangs. */
  private static final Duration IN_TIME = Duration.ofSeconds(30);

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path directory;

  @OnEachJdk
  void hostThatEndsByItsLastThreadHasDeliveredAllAndLeavesNothing(Jdk jdk) {
    LedgerHosts hosts = hosts(OtlpProtocol.HTTP);
    try (HostJvm host = hosts.next(jdk, THREADS, 0, 250, "last_thread").withTimeToEnd().start()) {
      assertThat(host.awaitExit(Await.DEFAULT_LIMIT)).isZero();
    }

    DeliveredInferences delivered = LedgerHosts.delivered(receiver);
    assertThat(delivered.ids()).hasSize(THREADS * 250);
    assertThat(delivered.missing(hosts.ledger(1))).isEmpty();
    StreamCounts counts = delivered.total();
    assertThat(counts.made()).isEqualTo(THREADS * 250);
    assertThat(counts.addsUp()).as("%s", counts).isTrue();
    assertThat(hosts.streams()).isEmpty();
  }

  @OnEachJdk
  void callsDuringSigtermArrive(Jdk jdk) {
    LedgerHosts hosts = hosts(OtlpProtocol.GRPC);
    try (HostJvm host = hosts.next(jdk, THREADS, 500).withTimeToEnd().start()) {
      hosts.awaitCalls(501);
      host.terminate();
      assertThat(host.awaitExit(Await.DEFAULT_LIMIT)).isEqualTo(SIGTERM);
    }
    assertThatItsLastSnapshotAddsUp();

    assertThatTheNextDeliversTheRest(jdk, hosts);
  }

  @OnEachJdk
  void callsDuringSystemExitArrive(Jdk jdk) {
    LedgerHosts hosts = hosts(OtlpProtocol.HTTP);
    try (HostJvm host = hosts.next(jdk, THREADS, 500, 200, "exit").withTimeToEnd().start()) {
      assertThat(host.awaitExit(Await.DEFAULT_LIMIT)).isEqualTo(3);
    }
    assertThatItsLastSnapshotAddsUp();

    assertThatTheNextDeliversTheRest(jdk, hosts);
  }

  /** A server that ends gracefully calls for seconds after the agent has been told of the end. */
  @OnEachJdk
  void callsOfTheHostsOwnShutdownHooksAreDeliveredByThisVeryProcess(Jdk jdk) {
    LedgerHosts hosts = hosts(OtlpProtocol.GRPC);
    try (HostJvm host = hosts.next(jdk, 2, 200, 300, "drain").start()) {
      Await.that(
          Await.DEFAULT_LIMIT,
          () -> hosts.hasLedger(1) && hosts.ledger(1).returned() == 300,
          () -> "300 calls");
      host.terminate();
      host.awaitOutput("drained");

      DeliveredInferences delivered = LedgerHosts.delivered(receiver);
      Await.that(
          Await.DEFAULT_LIMIT,
          () -> delivered.ids().size() == 600 && delivered.total().counted() == 600,
          () -> "600 spans, all counted; there are " + delivered.ids().size());
      hosts.endDrain(1);
      assertThat(host.awaitExit(IN_TIME)).isEqualTo(SIGTERM);
    }
  }

  @OnEachJdk
  void receiverThatIsDownOrHangsKeepsNoHostFromEndingAndTheNextDelivers(Jdk jdk) {
    LedgerHosts hosts = hosts(OtlpProtocol.GRPC);
    receiver.goAway();
    try (HostJvm host = hosts.next(jdk, THREADS, 0, 100, "last_thread").start()) {
      assertThat(host.awaitExit(Await.DEFAULT_LIMIT)).isZero();
    }
    receiver.comeBack();
    receiver.answer(request -> Answer.unavailable().after(Duration.ofHours(1)));
    hosts.configured("export: {shutdown_timeout: 2s, timeout: 5m}\n");
    try (HostJvm host = hosts.next(jdk, THREADS, 500).start()) {
      hosts.awaitCalls(501);
      receiver.awaitRequests(1);
      host.terminate();
      assertThat(host.awaitExit(IN_TIME)).isEqualTo(SIGTERM);
    }
    receiver.answer(request -> Answer.accept());

    assertThatTheNextDeliversTheRest(jdk, hosts);
  }

  private LedgerHosts hosts(OtlpProtocol protocol) {
    return new LedgerHosts(directory, receiver, protocol);
  }

  private void assertThatItsLastSnapshotAddsUp() {
    StreamCounts last = LedgerHosts.delivered(receiver).total();
    assertThat(last.made()).isPositive();
    assertThat(last.addsUp()).as("%s", last).isTrue();
  }

  /** And that every call which returned is made, once, and delivered. */
  private void assertThatTheNextDeliversTheRest(Jdk jdk, LedgerHosts hosts) {
    HostJvmBuilder next = hosts.next(jdk, 1, 0, 10, "stay");
    try (HostJvm last = next.start()) {
      last.awaitOutput("scoring");
      hosts.awaitCalls(10);
      hosts.awaitOnlyOneStream();
    }
    DeliveredInferences delivered = LedgerHosts.delivered(receiver);
    for (int run = 1; run < hosts.runs(); run++) {
      assertThat(delivered.missing(hosts.ledger(run))).isEmpty();
      assertThat(delivered.beyond(hosts.ledger(run))).hasSizeLessThanOrEqualTo(THREADS);
      assertThat(hosts.ledger(run).failed()).isZero();
    }
    CumulativeStreams.of(receiver);
    delivered.streams().forEach((stream, counts) -> assertThat(counts.addsUp()).isTrue());
  }
}
