package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Answer;
import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.HostJvmBuilder;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.Unprivileged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
 * A directory that cannot be used, from the start or from some moment on: that is said once, and
 * what would have been in it is in memory, bounded, and counted, until it can be used.
 */
@Tag("spool-directory")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class SpoolDirectoryFaultsIT {
  private static final int THREADS = 4;

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path directory;

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("places")
  void placeThatCannotBeUsedIsSaidOnceAndMemoryTakesItsPart(Jdk jdk, SpoolPlace place)
      throws IOException {
    LedgerHosts hosts = hosts();
    Accounts accounts = new Accounts(hosts, receiver);
    try (SpoolPlace.Prepared prepared = place.prepare(spool())) {
      try (HostJvm host = start(hosts.next(jdk, THREADS, 100).runBy(prepared.command()))) {
        host.awaitOutput("scoring");
        Await.that(
            Await.DEFAULT_LIMIT,
            () -> accounts.delivered().ids().size() > 100,
            () -> "what is in memory is delivered: " + accounts);
        hosts.stop(1);
        assertThat(host.awaitExit(Await.DEFAULT_LIMIT)).isZero();
        assertThat(host.stderr()).isEmpty();
      }
    }
    System.out.println(jdk + ", " + place + ": " + accounts);
    accounts.assertExact(0);
    assertThat(accounts.counts().droppedInAll()).isZero();
    assertThat(accounts.delivered().missing(hosts.ledger(1))).isEmpty();
    assertThat(logElsewhere().filter(line -> line.contains("stays in memory, not on disk: ")))
        .as("what it says of %s", place)
        .singleElement()
        .asString()
        .contains(" WARN ", place.objection());
  }

  static Stream<Arguments> places() {
    return Turns.of(SpoolPlace.values());
  }

  @OnEachJdk
  void whatIsInMemoryIsBoundedAndWhatIsBeyondItIsLostByName(Jdk jdk) throws IOException {
    LedgerHosts hosts = hosts();
    Accounts accounts = new Accounts(hosts, receiver);
    takeMetricsOnly();
    try (SpoolPlace.Prepared prepared = SpoolPlace.A_FILE.prepare(spool());
        HostJvm host = start(hosts.next(jdk, THREADS, 500).runBy(prepared.command()))) {
      host.awaitOutput("scoring");
      accounts.awaitLost("spool_unavailable", 1000);

      receiver.answer(request -> Answer.accept());
      hosts.stop(1);
      assertThat(host.awaitExit(Await.DEFAULT_LIMIT)).isZero();
    }
    System.out.println(jdk + ", memory is full: " + accounts);
    accounts.assertExact(0);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("faults")
  void directoryThatIsLostWhileItIsUsedIsUsedAgainWhenItIsThere(Jdk jdk, DirectoryFault fault)
      throws IOException {
    Files.createDirectory(spool().getParent());
    LedgerHosts hosts = hosts();
    Accounts accounts = new Accounts(hosts, receiver);
    takeMetricsOnly();
    List<String> unprivileged = Unprivileged.command();
    try (HostJvm host = start(hosts.next(jdk, THREADS, 500).runBy(unprivileged))) {
      host.awaitOutput("scoring");
      hosts.awaitLog("Spooling in");
      fault.happenTo(spool());
      accounts.awaitLost("spool_unavailable", 1);

      fault.undo(spool());
      hosts.awaitLog("Records go to the disk again.");
      receiver.answer(request -> Answer.accept());
      long returned = hosts.ledger(1).returned();
      Await.that(
          Await.DEFAULT_LIMIT,
          () -> hosts.ledger(1).returned() > returned + 1000,
          () -> "1000 calls");
      host.kill9();
      assertThat(host.stderr()).isEmpty();
    }
    List<String> warnings = hosts.log().stream().filter(line -> line.contains(" WARN ")).toList();
    hosts.finish(jdk, host -> withOwnTemporary(host.runBy(unprivileged)));
    System.out.println(jdk + ", " + fault + ": " + accounts);
    accounts.assertExact(THREADS, LedgerHosts.MAX_BATCH);
    // A disk that is there again may go once more in a slow moment, which is said as well.
    assertThat(warnings.stream().filter(fault::isSaidBy))
        .as("what it said of %s", fault)
        .hasSizeBetween(1, 2);
  }

  static Stream<Arguments> faults() {
    return Turns.of(DirectoryFault.values());
  }

  private HostJvm start(HostJvmBuilder host) throws IOException {
    Files.createDirectories(temporary());
    return withOwnTemporary(host).start();
  }

  private HostJvmBuilder withOwnTemporary(HostJvmBuilder host) {
    return host.flags("-Djava.io.tmpdir=" + temporary());
  }

  private Path temporary() {
    return directory.resolve("tmp");
  }

  private LedgerHosts hosts() {
    return new LedgerHosts(directory, receiver, OtlpProtocol.HTTP)
        .spoolSeenAt(spool())
        .patient()
        .bulky(3000)
        .configured(
            """
            spool: {directory: place/plumbline, ring_size: 1MiB}
            export: {shutdown_timeout: 60s}
            """);
  }

  private Path spool() {
    return directory.resolve("place/plumbline");
  }

  /** So that what waits piles up, and its counts are known. */
  private void takeMetricsOnly() {
    receiver.answer(request -> request.isOfTraces() ? Answer.unavailable() : Answer.accept());
  }

  /** Plumbline's own log, when there is no place beside the streams. */
  private Stream<String> logElsewhere() throws IOException {
    try (Stream<Path> files = Files.walk(temporary())) {
      Path log = files.filter(file -> file.endsWith("plumbline.log")).findFirst().orElseThrow();
      return Files.readAllLines(log).stream();
    }
  }
}
