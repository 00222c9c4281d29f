package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Answer;
import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.HostJvmBuilder;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.SmallDisk;
import io.plumbline.it.harness.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Host after host on one disk: each meets a few faults while it lives, and one way to end. */
final class SoakedHosts {
  static final int THREADS = 4;
  static final int PER_SECOND = 500;

  /** What may happen to a host that lives; it passes. */
  private enum Fault {
    RECEIVER_AWAY,
    RECEIVER_UNAVAILABLE,
    RECEIVER_OVERLOADED,
    RECEIVER_SILENT,
    RECEIVER_SLOW,
    DISK_FULL,
    DISK_FULL_AND_RECEIVER_AWAY,
    DIRECTORY_REMOVED,
    SEGMENT_GARBAGE
  }

  /** How it ends. */
  private enum End {
    KILLED,
    KILLED_WITHOUT_A_RECEIVER,
    KILLED_ON_A_FULL_DISK,
    KILLED_AND_SPOOL_DAMAGED,
    TERMINATED,
    EXITED,
    ENDED_BY_ITSELF
  }

  /** Of a dead host's files; not of those that alone hold a count. */
  private static final List<SpoolDamage> DAMAGES =
      List.of(
          SpoolDamage.SEGMENT_CUT,
          SpoolDamage.SEGMENT_GARBAGE,
          SpoolDamage.SEGMENT_ZEROS,
          SpoolDamage.METADATA_GARBAGE,
          SpoolDamage.LAYOUT_GARBAGE,
          SpoolDamage.ONE_HEADER_GARBAGE);

  private final Jdk jdk;
  private final LedgerHosts hosts;
  private final SmallDisk disk;
  private final OtlpReceiver receiver;
  private final SplittableRandom random;

  private final Map<String, Integer> happened = new TreeMap<>();
  private final List<Fault> nextFaults = new ArrayList<>();
  private final List<End> nextEnds = new ArrayList<>();
  private long stoppedInCalls;

  SoakedHosts(
      Jdk jdk, LedgerHosts hosts, SmallDisk disk, OtlpReceiver receiver, SplittableRandom random) {
    this.jdk = jdk;
    this.hosts = hosts;
    this.disk = disk;
    this.receiver = receiver;
    this.random = random;
  }

  /** How often, by what. */
  Map<String, Integer> happened() {
    return happened;
  }

  /** Threads that may have been in the midst of a call when their host ended. */
  long stoppedInCalls() {
    return stoppedInCalls;
  }

  /** One host. */
  void liveAndDie() throws IOException {
    End end = next(nextEnds, End.values());
    try (HostJvm host = start(end)) {
      host.awaitOutput("scoring");
      awaitMoreCalls();
      // What exits does so after so many calls, whatever goes on.
      for (int i = end == End.EXITED ? 0 : random.nextInt(1, 4); i > 0; i--) {
        Fault fault = next(nextFaults, Fault.values());
        happen(fault);
        note(fault);
        assertThat(host.isAlive()).as("the host lives after %s", fault).isTrue();
      }
      end(host, end);
      assertThat(host.stderr()).isEmpty();
    }
    receiver.answer(request -> Answer.accept());
    disk.free();
    if (end == End.KILLED_AND_SPOOL_DAMAGED) {
      damageTheDead();
    }
    note(end);
  }

  private HostJvm start(End end) {
    HostJvmBuilder host =
        end == End.EXITED
            ? hosts.next(jdk, THREADS, PER_SECOND, 5L * PER_SECOND, "exit")
            : hosts.next(jdk, THREADS, PER_SECOND);
    return host.on(disk).start();
  }

  /** Each of them once, in an order of chance, before one comes again. */
  private <T> T next(List<T> left, T[] all) {
    if (left.isEmpty()) {
      left.addAll(List.of(all));
      Collections.shuffle(left, new Random(random.nextLong()));
    }
    return left.remove(left.size() - 1);
  }

  private void note(Enum<?> what) {
    happened.merge(what.name().toLowerCase(Locale.ROOT).replace('_', ' '), 1, Integer::sum);
  }

  private void happen(Fault fault) throws IOException {
    switch (fault) {
      case RECEIVER_AWAY -> {
        receiver.goAway();
        awaitMoreCalls();
        receiver.comeBack();
      }
      case RECEIVER_UNAVAILABLE -> answerForAWhile(Answer.unavailable());
      case RECEIVER_OVERLOADED -> answerForAWhile(Answer.overloaded(Duration.ofSeconds(1)));
      case RECEIVER_SILENT -> answerForAWhile(Answer.accept().after(Duration.ofSeconds(5)));
      case RECEIVER_SLOW -> answerForAWhile(Answer.accept().after(Duration.ofMillis(300)));
      case DISK_FULL -> {
        disk.fill();
        awaitMoreCalls();
        disk.free();
      }
      case DISK_FULL_AND_RECEIVER_AWAY -> {
        disk.fill();
        answerForAWhile(Answer.unavailable());
        disk.free();
      }
      case DIRECTORY_REMOVED -> removeTheLiving();
      case SEGMENT_GARBAGE -> {
        for (Path stream : hosts.streams()) {
          List<SpoolDamage.Hit> ignored = SpoolDamage.SEGMENT_GARBAGE.happenTo(stream, random);
        }
        awaitMoreCalls();
      }
    }
  }

  private void answerForAWhile(Answer answer) {
    receiver.answer(request -> answer);
    awaitMoreCalls();
    receiver.answer(request -> Answer.accept());
  }

  /**
   * The stream of the host that lives. It makes it anew within seconds; until then nothing on disk
   * knows of its counts, so no other fault may come.
   */
  private void removeTheLiving() throws IOException {
    List<Path> streams = hosts.streams();
    Path living = streams.get(streams.size() - 1);
    long before = count("is there again.");
    Path removed = Files.move(living, living.resolveSibling(".removed"));
    TemporaryFolder.deleteTree(removed);
    Await.that(
        Await.DEFAULT_LIMIT,
        () -> count("is there again.") > before && Files.exists(living.resolve("checkpoint.1")),
        () -> living + " is there again:\n" + String.join("\n", hosts.log()));
    awaitMoreCalls();
  }

  private long count(String said) {
    return hosts.log().stream().filter(line -> line.contains(said)).count();
  }

  private void end(HostJvm host, End end) {
    switch (end) {
      case KILLED, KILLED_AND_SPOOL_DAMAGED -> host.kill9();
      case KILLED_WITHOUT_A_RECEIVER -> {
        receiver.answer(request -> Answer.unavailable());
        awaitMoreCalls();
        host.kill9();
      }
      case KILLED_ON_A_FULL_DISK -> {
        receiver.answer(request -> Answer.unavailable());
        disk.fill();
        awaitMoreCalls();
        host.kill9();
      }
      case TERMINATED -> {
        host.terminate();
        assertThat(host.awaitExit(Await.DEFAULT_LIMIT)).isEqualTo(143);
      }
      case EXITED -> assertThat(host.awaitExit(Await.DEFAULT_LIMIT)).isEqualTo(3);
      case ENDED_BY_ITSELF -> {
        hosts.stop(hosts.runs());
        assertThat(host.awaitExit(Await.DEFAULT_LIMIT)).isZero();
      }
    }
    stoppedInCalls += end == End.ENDED_BY_ITSELF ? 0 : THREADS;
  }

  private void damageTheDead() throws IOException {
    SpoolDamage damage = DAMAGES.get(random.nextInt(DAMAGES.size()));
    for (Path stream : hosts.streams()) {
      List<SpoolDamage.Hit> ignored = damage.happenTo(stream, random);
    }
  }

  /** One more host, which delivers what all others left. */
  void finish() {
    hosts.finish(jdk, host -> host.on(disk));
  }

  private void awaitMoreCalls() {
    hosts.awaitMoreCalls(random.nextLong(1, 3L * THREADS * PER_SECOND));
  }
}
