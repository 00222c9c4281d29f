package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.SpoolDamage.Hit;
import io.plumbline.it.SpoolDamage.Part;
import io.plumbline.it.harness.Answer;
import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.InferenceLedger;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.Jdks;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.Seed;
import io.plumbline.it.harness.StreamCounts;
import io.plumbline.it.harness.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * Files of a killed host, damaged in every way there is, and the next host, which delivers what was
 * not hit. {@code -Dplumbline.it.damages=20} damages twenty times as often, at other places.
 */
@Tag("corruption")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class CorruptionIT {
  private static final int THREADS = 4;
  private static final int ROUNDS = Integer.getInteger("plumbline.it.damages", 0);

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path directory;

  @ParameterizedTest(name = "{0}, spool.mode {1}")
  @MethodSource("modes")
  void whatWasNotHitIsDelivered(Jdk jdk, String mode) throws IOException {
    SplittableRandom random = Seed.of("CorruptionIT " + jdk + " " + mode);
    LedgerHosts victims = kill(jdk, mode);
    List<SpoolDamage> kinds = kinds(jdk, mode);
    for (int round = 0; round < Math.max(1, ROUNDS); round++) {
      for (SpoolDamage damage : kinds) {
        Path copy = directory.resolve("case");
        receiver.forget();
        new Case(damage, victims.copyTo(copy), random).run(jdk);
        TemporaryFolder.deleteTree(copy);
      }
    }
    System.out.println(jdk + ", spool.mode " + mode + ": " + kinds + " " + ROUNDS + " times");
  }

  /** In the short form half of them on each JDK. */
  private static List<SpoolDamage> kinds(Jdk jdk, String mode) {
    List<SpoolDamage> all = List.of(SpoolDamage.values());
    int half = jdk.feature() > 17 ? 1 : 0;
    return IntStream.range(0, all.size())
        .filter(i -> ROUNDS > 0 || i % 2 == half)
        .mapToObj(all::get)
        .filter(kind -> isTriedIn(mode, kind))
        .toList();
  }

  /** What is the same in either mode is tried in one, but for segments. */
  private static boolean isTriedIn(String mode, SpoolDamage kind) {
    return mode.equals("auto")
        ? ROUNDS > 0 || kind.isOfMappedOnly() || kind.part() == Part.SEGMENT
        : !kind.isOfMappedOnly();
  }

  static Stream<Arguments> modes() {
    return Jdks.installed()
        .flatMap(jdk -> Stream.of("auto", "file").map(mode -> Arguments.of(jdk, mode)));
  }

  /** Some thousand calls, of which nothing was delivered. */
  private LedgerHosts kill(Jdk jdk, String mode) throws IOException {
    LedgerHosts hosts =
        new LedgerHosts(
                Files.createDirectory(directory.resolve("victim")), receiver, OtlpProtocol.HTTP)
            .patient()
            .configured("spool: {mode: %s, ring_size: 1MiB}\n".formatted(mode));
    receiver.answer(request -> Answer.unavailable());
    try (HostJvm host = hosts.next(jdk, THREADS, 500).start()) {
      host.awaitOutput("scoring");
      hosts.awaitLog("Spooling in");
      hosts.awaitCalls(1, 5000);
      host.kill9();
    }
    receiver.answer(request -> Answer.accept());
    return hosts;
  }

  /** One copy of the killed host's spool. */
  private final class Case {
    private final SpoolDamage damage;
    private final LedgerHosts hosts;
    private final Accounts accounts;
    private final Path stream;
    private final InferenceLedger dead;
    private final StoredIds stored;
    private final List<Hit> hits;

    Case(SpoolDamage damage, LedgerHosts hosts, SplittableRandom random) throws IOException {
      this.damage = damage;
      this.hosts = hosts;
      this.accounts = new Accounts(hosts, receiver);
      this.stream = hosts.streams().get(0);
      this.dead = hosts.ledger(1);
      this.stored = StoredIds.in(stream, dead);
      this.hits = damage.happenTo(stream, random);
    }

    void run(Jdk jdk) throws IOException {
      assertThat(hits).as("%s hits something", damage).isNotEmpty();
      try (HostJvm next = hosts.next(jdk, 1, 0, 10, "stay").start()) {
        next.awaitOutput("scoring");
        hosts.awaitCalls(2, 10);
        hosts.awaitLog(lastWord());
        Await.that(
            Await.DEFAULT_LIMIT,
            () -> accounts.delivered().missing(hosts.ledger(2)).isEmpty(),
            () -> accounts.delivered().explanation(hosts.ledger(2)));
        next.terminate();
        assertThat(next.awaitExit(Await.DEFAULT_LIMIT)).isEqualTo(143);
        assertThat(next.stderr()).isEmpty();
      }
      assertThatWhatWasNotHitIsDelivered();
      assertThatItIsCounted();
      assertThatItIsKeptAside();
    }

    /** What the log says when it is over. */
    private String lastWord() {
      if (damage.isOfAnotherVersion()) {
        return "cannot be delivered";
      }
      return damage == SpoolDamage.HEADERS_EMPTIED ? "is kept as" : "held is delivered";
    }

    private boolean isWhollyLost() {
      return damage.part() == Part.HEADERS || damage.isOfAnotherVersion();
    }

    private void assertThatWhatWasNotHitIsDelivered() {
      Set<Long> missing = accounts.delivered().missing(dead);
      if (isWhollyLost()) {
        assertThat(missing).as("%s", this).hasSize((int) dead.returned());
        return;
      }
      Set<Long> mayBeMissing = new HashSet<>();
      hits.forEach(hit -> mayBeMissing.addAll(stored.touchedBy(hit)));
      if (damage.part() == Part.RING || hosts.usesMemoryRing()) {
        dead.ids().filter(id -> !stored.all().contains(id)).forEach(mayBeMissing::add);
      }
      missing.removeAll(mayBeMissing);
      // What a slow machine had no room for was never in a file.
      long neverStored = accounts.counts().dropped().getOrDefault("ring_full", 0L);
      assertThat(missing).as("%s", this).hasSizeLessThanOrEqualTo((int) neverStored);
      TakeOver takeOver = TakeOver.in(hosts.log()).get(0);
      // Some tenths of a second; a machine that does much else at the same time gets more.
      assertThat(takeOver.took()).isLessThan(Duration.ofSeconds(20));
    }

    private void assertThatItIsCounted() {
      StreamCounts counts = accounts.counts();
      assertThat(accounts.delivered().streams().values())
          .allSatisfy(each -> assertThat(each.addsUp()).as("%s: %s", this, each).isTrue());
      // A ring has the only count of what was made since the last snapshot.
      if (damage.part() != Part.RING && !hosts.usesMemoryRing() && !isWhollyLost()) {
        accounts.assertExact(THREADS);
      }
      assertThat(counts.counted()).isGreaterThanOrEqualTo(accounts.delivered().ids().size());
    }

    /** Under a name that says what it was. */
    private void assertThatItIsKeptAside() throws IOException {
      String name =
          switch (damage.part()) {
            case SEGMENT -> "segment-of-" + stream.getFileName();
            case RING -> "ring-of-" + stream.getFileName();
            case CHECKPOINT -> "checkpoint";
            case HEADERS -> "stream-without-header-" + stream.getFileName();
            case ACK, LAYOUT, METADATA, ONE_HEADER -> "";
          };
      if (damage.isOfAnotherVersion()) {
        assertThat(stream).isDirectory();
        assertThat(quarantined()).isEmpty();
      } else {
        assertThat(stream).doesNotExist();
        // One that was cut has no bytes but those that are delivered.
        boolean isCut = damage == SpoolDamage.SEGMENT_CUT;
        boolean hasBytes = !isCut && hits.stream().anyMatch(hit -> hit.from() > 0);
        // What a ring had handed on already is not looked at any more.
        hasBytes &= damage.part() != Part.RING || accounts.counts().droppedInAll() > 0;
        // Between records, as in Chronicle's index, there is nothing to lose.
        hasBytes &= damage.part() != Part.SEGMENT || isAnythingLostThatWasStored();
        if (!name.isEmpty() && (hasBytes || damage.part() == Part.HEADERS)) {
          assertThat(quarantined()).as("%s", this).anyMatch(kept -> kept.startsWith(name));
        }
      }
    }

    private boolean isAnythingLostThatWasStored() {
      return accounts.delivered().missing(dead).stream().anyMatch(stored.all()::contains);
    }

    private List<String> quarantined() throws IOException {
      try (Stream<Path> kept = Files.list(stream.resolveSibling("quarantine"))) {
        return kept.map(file -> file.getFileName().toString()).toList();
      } catch (NoSuchFileException e) {
        return List.of();
      }
    }

    @Override
    public String toString() {
      return damage + " of " + hits + ": " + accounts;
    }
  }
}
