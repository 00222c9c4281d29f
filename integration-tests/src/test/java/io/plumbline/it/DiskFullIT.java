package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Answer;
import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.SmallDisk;
import io.plumbline.it.harness.SmallDisk.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A full disk costs what could not be stored, by name, and nothing else: no call of the host, no
 * record that was accepted; and it is over when the disk is free again. {@code
 * -Dplumbline.it.pairs=full} runs every pair of what is tried.
 */
@Tag("disk-full")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class DiskFullIT {
  private static final int THREADS = 4;

  /** A tenth of what is free is the spool's: three segments. */
  private static final long DISK_BYTES = 288L << 20;

  /** Of the ring, and of what is allocated for a segment. */
  private static final long RING_BYTES = 1 << 20;

  private static final long SEGMENT_BYTES = 8 << 20;

  /** What a stream has beside its segments, and the log: it is not held against the floor. */
  private static final long FILES_OF_A_STREAM = 1 << 20;

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path directory;

  /** Memory fills as well; what it cannot hold is lost by name, until there is room. */
  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("disks")
  void whatCannotBeStoredIsLostByNameUntilTheDiskIsFreed(Jdk jdk, Kind kind, String mode) {
    try (SmallDisk disk = disk(kind)) {
      LedgerHosts hosts = hosts(disk, mode);
      Accounts accounts = new Accounts(hosts, receiver);
      takeMetricsOnly();
      try (HostJvm host = hosts.next(jdk, THREADS, 500).on(disk).start()) {
        host.awaitOutput("scoring");
        hosts.awaitLog("Spooling in");
        disk.fill();
        accounts.awaitLost("spool_unavailable", 1);

        assertThatItGoesOn(disk, hosts, host);
      }
      finish(jdk, disk, hosts, accounts, 0);
      assertThat(accounts.counts().dropped().get("corrupted")).isZero();
    }
  }

  static Stream<Arguments> disks() {
    return Turns.of(Kind.values(), "auto", "file");
  }

  /**
   * Another process takes what is free and gives it back, again and again, under the hands of who
   * allocates; then the host is killed in the midst of it.
   */
  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("compilers")
  void nothingAcceptedIsTornThoughTheDiskIsNowFullAndNowFree(Jdk jdk, Kind kind, String flag) {
    try (SmallDisk disk = disk(kind)) {
      LedgerHosts hosts = hosts(disk, "auto");
      Accounts accounts = new Accounts(hosts, receiver);
      try (HostJvm host = hosts.next(jdk, THREADS, 500).flags(flag).on(disk).start()) {
        host.awaitOutput("scoring");
        hosts.awaitLog("Spooling in");
        for (int i = 0; i < 9; i++) {
          disk.fill(i % 3 * SEGMENT_BYTES / 2);
          hosts.awaitMoreCalls(2000);
          disk.free();
          LockSupport.parkNanos(Duration.ofMillis(20L * i).toNanos());
          assertThat(host.isAlive()).isTrue();
        }
        disk.fill();
        hosts.awaitMoreCalls(1000);
        host.kill9();
        assertThat(host.stderr()).isEmpty();
      }
      disk.free();
      finish(jdk, disk, hosts, accounts, THREADS);
    }
  }

  static Stream<Arguments> compilers() {
    return Turns.of(Kind.values(), "-Xint", "-XX:TieredStopAtLevel=4");
  }

  @ParameterizedTest(name = "{0}, {1} bytes are free, {2}")
  @MethodSource("littleRoom")
  void hostThatFindsTheDiskFullSpoolsAsSoonAsItIsFreed(Jdk jdk, long free, String mode) {
    boolean mapped = mode.equals("auto"); // else the ring is in memory, and goes with the process
    try (SmallDisk disk = disk(Kind.TMPFS)) {
      LedgerHosts hosts = hosts(disk, mode).bulky(0);
      Accounts accounts = new Accounts(hosts, receiver);
      disk.fill(free);
      try (HostJvm host = hosts.next(jdk, THREADS, 100).on(disk).start()) {
        host.awaitOutput("scoring");
        hosts.awaitCalls(200);
        awaitAllDelivered(hosts, accounts);

        disk.free();
        hosts.awaitLog("Records go to the disk again.");
        if (mapped && free < RING_BYTES) {
          hosts.awaitLog("The ring is in");
        }
        awaitAllDelivered(hosts, accounts); // what is still in memory, too
        receiver.goAway();
        hosts.awaitMoreCalls(200);
        if (mapped) {
          host.kill9();
        } else {
          hosts.stop(1);
          assertThat(host.awaitExit(Await.DEFAULT_LIMIT)).isZero();
        }
        assertThat(host.stderr()).isEmpty();
      }
      receiver.comeBack();
      // The receiver may have gone before its last answer, to what was still in memory.
      finish(jdk, disk, hosts, accounts, mapped ? THREADS : 0, LedgerHosts.MAX_BATCH);
      assertThat(accounts.delivered().missing(hosts.ledger(1))).isEmpty();
    }
  }

  static Stream<Arguments> littleRoom() {
    // Before it starts, at its start, and when it comes to its first segment.
    Long[] rooms = {0L, RING_BYTES / 2, RING_BYTES + SEGMENT_BYTES / 2};
    return Turns.of(rooms, "auto", "file");
  }

  /** What is free below the floor is the host's, and stays so. */
  @OnEachJdk
  void spoolLeavesAloneWhatIsTheHosts(Jdk jdk) {
    long floor = 248 << 20;
    try (SmallDisk disk =
        SmallDisk.mount(Kind.usual(), directory.resolve("plumbline"), 400 << 20)) {
      LedgerHosts hosts = hosts(disk, "auto", "248MiB");
      Accounts accounts = new Accounts(hosts, receiver);
      takeMetricsOnly();
      disk.fill(floor + RING_BYTES + 2 * SEGMENT_BYTES + SEGMENT_BYTES / 2);
      try (HostJvm host = hosts.next(jdk, THREADS, 500).on(disk).start()) {
        host.awaitOutput("scoring");
        hosts.awaitLog("MiB are free, 248 are left alone");
        accounts.awaitLost("spool_unavailable", 1);
        assertThat(disk.freeBytes()).isGreaterThanOrEqualTo(floor - FILES_OF_A_STREAM);

        assertThatItGoesOn(disk, hosts, host);
      }
      finish(jdk, disk, hosts, accounts, 0);
    }
  }

  @OnEachJdk
  void spoolInMemoryNeedsNoRoom(Jdk jdk) {
    try (SmallDisk disk = disk(Kind.TMPFS)) {
      LedgerHosts hosts = hosts(disk, "memory");
      Accounts accounts = new Accounts(hosts, receiver);
      disk.fill();
      try (HostJvm host = hosts.next(jdk, THREADS, 100).on(disk).start()) {
        host.awaitOutput("scoring");
        hosts.awaitCalls(200);
        awaitAllDelivered(hosts, accounts);
        hosts.stop(1);
        assertThat(host.awaitExit(Await.DEFAULT_LIMIT)).isZero();
        assertThat(host.stderr()).isEmpty();
      }
      accounts.assertExact(0);
      assertThat(accounts.counts().droppedInAll()).isZero();
      assertThat(accounts.delivered().missing(hosts.ledger(1))).isEmpty();
      assertThat(hosts.streams()).isEmpty();
    }
  }

  /** When there is room again, and a receiver. */
  private void assertThatItGoesOn(SmallDisk disk, LedgerHosts hosts, HostJvm host) {
    disk.free();
    receiver.answer(request -> Answer.accept());
    hosts.awaitLog("Records go to the disk again.");
    hosts.stop(1);
    assertThat(host.awaitExit(Await.DEFAULT_LIMIT)).isZero();
    assertThat(host.stderr()).isEmpty();
  }

  private SmallDisk disk(Kind kind) {
    return SmallDisk.mount(kind, directory.resolve("plumbline"), DISK_BYTES);
  }

  private LedgerHosts hosts(SmallDisk disk, String mode) {
    return hosts(disk, mode, "0B");
  }

  private LedgerHosts hosts(SmallDisk disk, String mode, String floor) {
    return new LedgerHosts(directory, receiver, OtlpProtocol.HTTP)
        .spoolSeenAt(disk.seen())
        .patient()
        .bulky(3000)
        .configured(
            """
            spool: {directory: plumbline, mode: %s, min_free_disk: %s, ring_size: 1MiB}
            export: {shutdown_timeout: 60s}
            """
                .formatted(mode, floor));
  }

  /** So that what waits piles up, and its counts are known. */
  private void takeMetricsOnly() {
    receiver.answer(request -> request.isOfTraces() ? Answer.unavailable() : Answer.accept());
  }

  /** Of the calls that have returned by now. */
  private static void awaitAllDelivered(LedgerHosts hosts, Accounts accounts) {
    long returned = hosts.ledger(1).returned();
    Await.that(
        Await.DEFAULT_LIMIT,
        () -> accounts.delivered().ids().size() >= returned + THREADS,
        () -> returned + " delivered: " + accounts);
  }

  /** The next process delivers what is left. */
  private void finish(Jdk jdk, SmallDisk disk, LedgerHosts hosts, Accounts accounts, int inCalls) {
    finish(jdk, disk, hosts, accounts, inCalls, 0);
  }

  private void finish(
      Jdk jdk, SmallDisk disk, LedgerHosts hosts, Accounts accounts, int inCalls, int mayBeBoth) {
    hosts.finish(jdk, host -> host.on(disk));
    System.out.println(jdk + ": " + accounts);
    accounts.assertExact(inCalls, mayBeBoth);
  }
}
