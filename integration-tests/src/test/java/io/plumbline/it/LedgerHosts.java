package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.DeliveredInferences;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.HostJvmBuilder;
import io.plumbline.it.harness.InferenceLedger;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpTarget;
import io.plumbline.it.harness.ReceivedTelemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Hosts that write down what they made, one run after the other, in one directory. */
final class LedgerHosts {
  private static final String ID = "ml.input.id";

  /** Spans of one request of the agent, at most. */
  static final int MAX_BATCH = 512;

  /** The scorer that all of them call; the first feature is the call's id. */
  static final String METHODS =
      """
      methods:
        - class: com.acme.NumberScorer
          method: score
          model: {name: numbers}
          feature_names: [id, a, b, c, d, e, f, g]
          prediction: {score: return}
      """;

  private final Path directory;
  private OtlpTarget target;
  private final OtlpProtocol protocol;
  private String service = "ledger";
  private String yaml = METHODS;
  private Path spool;
  private boolean patient;
  private int nameBytes;
  private int runs;

  LedgerHosts(Path directory, OtlpTarget target, OtlpProtocol protocol) {
    this.directory = directory;
    this.target = target;
    this.protocol = protocol;
    this.spool = directory.resolve("plumbline");
  }

  /** The hosts to come make no call before their spool is open: each call is observed. */
  LedgerHosts patient() {
    patient = true;
    return this;
  }

  /** The records of the hosts to come are so much longer: few of them fill a spool. */
  LedgerHosts bulky(int bytes) {
    nameBytes = bytes;
    return this;
  }

  /** Where these tests see {@code plumbline}, when it is a file system that only the hosts see. */
  LedgerHosts spoolSeenAt(Path seen) {
    spool = seen;
    return this;
  }

  /** Further lines of plumbline.yaml, for the hosts to come. */
  LedgerHosts configured(String more) {
    yaml = METHODS + more;
    return this;
  }

  /** For the hosts to come. */
  LedgerHosts service(String name) {
    service = name;
    return this;
  }

  /** For the hosts to come. */
  LedgerHosts target(OtlpTarget other) {
    target = other;
    return this;
  }

  /**
   * The next run, which ends only when it is ended; its spool is {@code plumbline} below the
   * directory, as that of all others.
   *
   * @param perSecond calls of each thread; 0 for as fast as it goes
   */
  HostJvmBuilder next(Jdk jdk, int threads, int perSecond) {
    runs++;
    return host(jdk, ledgerFile(runs), runs, threads, perSecond);
  }

  /**
   * As {@link #next(Jdk, int, int)}, with an end of its own.
   *
   * @param calls of each thread before the end
   * @param end {@code last_thread}, {@code stay}, {@code exit} or {@code drain}: see {@code
   *     LedgerScoring}
   */
  HostJvmBuilder next(Jdk jdk, int threads, int perSecond, long calls, String end) {
    runs++;
    return host(jdk, ledgerFile(runs), runs, threads, perSecond, calls, end);
  }

  private HostJvmBuilder host(Jdk jdk, Object... arguments) {
    return ScoringHosts.observed(
        HostJvm.on(jdk)
            .flags("-Xmx256m", "-XX:TieredStopAtLevel=1")
            .flags("-Dpatient=" + patient, "-Dname.bytes=" + nameBytes)
            .environment("PLUMBLINE_CAPTURE_MAX_STRING_SIZE", Math.max(256, nameBytes + 64) + "B")
            .testClasses()
            .main(
                "io.plumbline.it.host.LedgerScoring",
                Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new))
            .directory(directory)
            .agent(yaml),
        service,
        target,
        protocol);
  }

  /** As they are now, on disk, in another directory: for those to come. */
  LedgerHosts copyTo(Path other) {
    try {
      // Modes and owners as well, which a spool looks at.
      Files.createDirectory(other);
      Process copying = new ProcessBuilder("cp", "-a", directory + "/.", other + "/").start();
      if (copying.waitFor() != 0) {
        throw new IllegalStateException("cp ended with " + copying.exitValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    LedgerHosts copy = new LedgerHosts(other, target, protocol);
    copy.service = service;
    copy.yaml = yaml;
    copy.patient = patient;
    copy.nameBytes = nameBytes;
    copy.runs = runs;
    return copy;
  }

  /** Whether they were told to keep their ring where it ends with them. */
  boolean usesMemoryRing() {
    return yaml.contains("mode: file");
  }

  int runs() {
    return runs;
  }

  /** Of a run, as it stands now; runs count from 1. */
  InferenceLedger ledger(int run) {
    return InferenceLedger.read(ledgerFile(run));
  }

  /** The host of a run makes no more calls, and ends. */
  void stop(int run) {
    try {
      Files.createFile(Path.of(ledgerFile(run) + ".stop"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean hasLedger(int run) {
    return Files.exists(ledgerFile(run));
  }

  /** Lets a host end whose drain is waited for. */
  void endDrain(int run) {
    try {
      Files.createFile(ledgerFile(run).resolveSibling(ledgerFile(run).getFileName() + ".end"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the streams of the service of the hosts to come are. */
  Path serviceFolder() {
    return spool.resolve(service);
  }

  /** The directories of the streams that are there, of the service of the hosts to come. */
  List<Path> streams() {
    try (Stream<Path> files = Files.list(serviceFolder())) {
      return files.filter(LedgerHosts::isStream).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Beside them lie what is kept aside, and what is being removed. */
  private static boolean isStream(Path file) {
    String name = file.getFileName().toString();
    return Files.isDirectory(file) && !name.startsWith(".") && !name.equals("quarantine");
  }

  /** {@code service.instance.id} of the streams that are there, oldest first. */
  List<String> instances() {
    return streams().stream().map(LedgerHosts::instance).toList();
  }

  private static String instance(Path stream) {
    String key = "service.instance.id=";
    try {
      return Files.readAllLines(stream.resolve("stream.properties")).stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(key.length()))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Plumbline's own log of the service of the hosts to come; all runs write into one. */
  List<String> log() {
    try {
      return Files.readAllLines(spool.resolve(service).resolve("plumbline.log"));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a line of the log. */
  void awaitLog(String part) {
    Await.that(
        Await.DEFAULT_LIMIT,
        () -> log().stream().anyMatch(line -> line.contains(part)),
        () -> "the log to say \"" + part + "\":\n" + String.join("\n", log()));
  }

  /** Waits until so many calls of the newest run have returned. */
  void awaitCalls(long calls) {
    awaitCalls(runs, calls);
  }

  /** As {@link #awaitCalls(long)}, beyond those that have returned by now. */
  void awaitMoreCalls(long more) {
    long already = hasLedger(runs) ? ledger(runs).returned() : 0;
    awaitCalls(already + more);
  }

  void awaitCalls(int run, long calls) {
    Await.that(
        Await.DEFAULT_LIMIT,
        () -> hasLedger(run) && ledger(run).returned() >= calls,
        () -> calls + " calls of run " + run);
  }

  /** Waits until all that the dead left has arrived, counts as well. */
  void awaitOnlyOneStream() {
    Await.that(
        Await.DEFAULT_LIMIT,
        () -> streams().size() == 1,
        () -> "the streams of the dead gone; there are " + streams());
  }

  /** One more host, which delivers what all others left, makes ten calls, and ends in order. */
  void finish(Jdk jdk) {
    finish(jdk, host -> host);
  }

  /**
   * @param in what surrounds that host
   */
  void finish(Jdk jdk, UnaryOperator<HostJvmBuilder> in) {
    try (HostJvm last = in.apply(next(jdk, 1, 0, 10, "stay")).start()) {
      last.awaitOutput("scoring");
      awaitCalls(10);
      awaitOnlyOneStream();
      last.terminate();
      assertThat(last.awaitExit(Await.DEFAULT_LIMIT)).isEqualTo(143);
    }
  }

  /** Of the calls whose spans a request carries; none when it carries metrics. */
  static Set<Long> ids(Message request) {
    return DeliveredInferences.ids(request, ID);
  }

  static DeliveredInferences delivered(ReceivedTelemetry received) {
    return new DeliveredInferences(received, ID);
  }

  private Path ledgerFile(int run) {
    return directory.resolve("ledger-" + run);
  }
}
