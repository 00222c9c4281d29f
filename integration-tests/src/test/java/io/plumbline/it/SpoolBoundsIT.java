package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Answer;
import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.InferenceLedger;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.SpoolUse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the spool takes is bounded, for all streams of a service together; what a bound costs is
 * counted, with its time; and nothing else grows either.
 */
@Tag("spool-bounds")
class SpoolBoundsIT {
  private static final int THREADS = 2;

  /** Calls a second of each thread, of some kilobytes: so few that whoever counts keeps up. */
  private static final int PER_SECOND = 400;

  private static final int BULK = 3000;

  private static final long MIB = 1 << 20;
  private static final long MAX_SIZE = 16 * MIB;

  /** What {@link #MAX_SIZE} is cut into. */
  private static final long SEGMENT = MIB;

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path directory;

  @OnEachJdk
  void oneBoundHoldsForTheLivingAndTheDeadAndTheOldestGoFirst(Jdk jdk) {
    LedgerHosts hosts = hosts("max_size: 16MiB, ring_size: 1MiB");
    Accounts accounts = new Accounts(hosts, receiver);
    Instant from = Instant.now();
    takeMetricsOnly();
    killAt(5, jdk, hosts);
    killAt(10, jdk, hosts);
    SpoolUse use = new SpoolUse(hosts.serviceFolder(), SEGMENT);
    long most = 0;
    try (HostJvm living = hosts.next(jdk, THREADS, PER_SECOND).start()) {
      living.awaitOutput("scoring");
      // Until it has come to what it has spooled itself.
      long ofDead = hosts.ledger(1).returned() + hosts.ledger(2).returned();
      while (spansLost(accounts, "spool_full") < ofDead + 1000) {
        most = Math.max(most, use.bytes());
        assertThat(living.isAlive()).isTrue();
      }
      assertThat(most).isBetween(MAX_SIZE - 3 * SEGMENT, MAX_SIZE);
      hosts.awaitLog("are counted, and their spans are lost: spool_full");
      assertThat(time("plumbline.spans.loss.begin"))
          .allSatisfy(time -> assertThat(time).isAfterOrEqualTo(from));
      assertThat(time("plumbline.spans.loss.end"))
          .isNotEmpty()
          .allSatisfy(time -> assertThat(time).isBeforeOrEqualTo(Instant.now()));
      receiver.answer(request -> Answer.accept());
      hosts.stop(3);
      assertThat(living.awaitExit(Await.DEFAULT_LIMIT)).isZero();
      assertThat(living.stderr()).isEmpty();
    }
    finish(jdk, hosts, accounts);

    accounts.assertExact(2 * THREADS);
    InferenceLedger oldest = hosts.ledger(1);
    assertThat(accounts.delivered().missing(oldest)).hasSize((int) oldest.returned());
    assertThat(accounts.counts().dropped().getOrDefault("spool_full", 0L)).isZero();
  }

  @OnEachJdk
  void whatIsTooOldGoesCountedAlsoOfTheDead(Jdk jdk) {
    LedgerHosts hosts = hosts("max_age: 8s, ring_size: 1MiB, max_size: 64MiB");
    Accounts accounts = new Accounts(hosts, receiver);
    takeMetricsOnly();
    killAt(2, jdk, hosts);
    try (HostJvm living = hosts.next(jdk, THREADS, PER_SECOND).start()) {
      living.awaitOutput("scoring");
      long ofDead = hosts.ledger(1).returned();
      Await.that(
          Await.DEFAULT_LIMIT,
          () -> spansLost(accounts, "spool_expired") > ofDead + 1000,
          () -> "spans of the dead and of the living to expire: " + accounts);
      hosts.awaitLog("are counted, and their spans are lost: spool_expired");
      receiver.answer(request -> Answer.accept());
      hosts.stop(2);
      assertThat(living.awaitExit(Await.DEFAULT_LIMIT)).isZero();
    }
    finish(jdk, hosts, accounts);

    accounts.assertExact(THREADS);
    assertThat(spansLost(accounts, "spool_full")).isZero();
  }

  @OnEachJdk
  void acknowledgedSegmentsGoAndNeitherFilesNorMapsNorHeapGrowWithTheirNumber(Jdk jdk) {
    LedgerHosts hosts = hosts("max_size: 16MiB, ring_size: 1MiB");
    Accounts accounts = Accounts.keptInsteadOf(receiver, hosts);
    try (HostJvm host = hosts.next(jdk, THREADS, PER_SECOND).start()) {
      host.awaitOutput("scoring");
      SpoolUse use = new SpoolUse(hosts.serviceFolder(), SEGMENT);
      awaitSegments(use, 6);
      int files = use.openFiles(host.pid());
      int maps = use.maps(host.pid());
      long heap = SpoolUse.liveHeapBytes(jdk, host.pid());

      awaitSegments(use, 40);
      assertThat(use.openFiles(host.pid())).isLessThanOrEqualTo(files + 2);
      assertThat(use.maps(host.pid())).isLessThanOrEqualTo(maps + 2);
      // 34 segments later; a tenth of one for each would be more.
      assertThat(SpoolUse.liveHeapBytes(jdk, host.pid())).isLessThan(heap + 3 * MIB);
      hosts.stop(1);
      assertThat(host.awaitExit(Await.DEFAULT_LIMIT)).isZero();
    }
    accounts.assertExact(0);
    assertThat(accounts.delivered().missing(hosts.ledger(1))).isEmpty();
  }

  /** Also waits until no more than those are there that are being written or read. */
  private static void awaitSegments(SpoolUse use, int number) {
    Await.that(
        Await.DEFAULT_LIMIT.multipliedBy(3),
        () -> use.segments() <= 2 && use.segmentsSoFar() >= number,
        () -> number + " segments to come and go; " + use);
  }

  /**
   * @param segments of all streams that are there
   */
  private void killAt(int segments, Jdk jdk, LedgerHosts hosts) {
    try (HostJvm host = hosts.next(jdk, THREADS, PER_SECOND).start()) {
      host.awaitOutput("scoring");
      SpoolUse use = new SpoolUse(hosts.serviceFolder(), SEGMENT);
      Await.that(
          Await.DEFAULT_LIMIT,
          () -> use.segments() >= segments,
          () -> segments + " segments; " + use);
      host.kill9();
    }
  }

  private static long spansLost(Accounts accounts, String reason) {
    return accounts.counts().spansDropped().getOrDefault(reason, 0L);
  }

  private List<Instant> time(String gauge) {
    return receiver.metrics().stream()
        .filter(metric -> metric.name().equals(gauge))
        .flatMap(metric -> metric.metric().getGauge().getDataPointsList().stream())
        .map(point -> Instant.ofEpochMilli(Math.round(point.getAsDouble() * 1000)))
        .toList();
  }

  private void takeMetricsOnly() {
    receiver.answer(request -> request.isOfTraces() ? Answer.unavailable() : Answer.accept());
  }

  /** The next process delivers what is left. */
  private static void finish(Jdk jdk, LedgerHosts hosts, Accounts accounts) {
    hosts.finish(jdk);
    System.out.println(jdk + ": " + accounts);
  }

  private LedgerHosts hosts(String spool) {
    return new LedgerHosts(directory, receiver, OtlpProtocol.HTTP)
        .patient()
        .bulky(BULK)
        .configured(
            """
            spool: {directory: plumbline, min_free_disk: 0B, %s}
            export: {shutdown_timeout: 60s}
            """
                .formatted(spool));
  }
}
