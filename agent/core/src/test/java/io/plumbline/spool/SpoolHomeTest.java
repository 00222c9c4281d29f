package io.plumbline.spool;

import static io.plumbline.spool.SpoolBench.append;
import static io.plumbline.spool.SpoolBench.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.ring.MappedRing;
import io.plumbline.ring.RecordingRing;
import io.plumbline.ring.RingRecovery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The directory that is not there yet, or not any more. */
@Timeout(60)
class SpoolHomeTest {
  private static final int RING = 1 << 16;

  @TempDir Path parent;

  private @Nullable String objection;

  @Test
  void directoryThatCannotBeMadeAtFirstIsMadeLater() throws IOException {
    SpoolBench bench = new SpoolBench(parent.resolve("base"));
    List<SpoolDirectory> arrivals = new ArrayList<>();
    objection = "the disk is full";
    SpoolHome home = SpoolHome.find(() -> create(bench), arrivals::add, bench.log, bench.clock);
    try (Spool spool = open(bench, home)) {
      append(spool, "in memory");
      assertThat(home.directory()).isNull();
      assertThat(spool.isDurable()).isFalse();

      objection = null;
      bench.clock.advance(Duration.ofSeconds(6));
      spool.tidy();
      append(spool, "on disk");

      assertThat(arrivals).hasSize(1);
      assertThat(readAll(spool)).containsExactly("in memory", "on disk");
      spool.save(Checkpoint.empty(1));
      spool.ack(spool.tailer(0).read(1, 1));
      assertThat(spool.isDurable()).isTrue();
    }
    DeadStream dead = adoptAfterDeath(bench, home);
    assertThat(readAll(dead, dead.ackedIndex())).containsExactly("on disk");
    assertThat(bench.losses).extracting(SpoolLoss::lastIndex).containsOnly(1L);
  }

  @Test
  void directoryThatIsRemovedIsMadeAgainWithItsRingAndItsCheckpoint() throws IOException {
    SpoolBench bench = new SpoolBench(parent.resolve("base"));
    SpoolHome home = SpoolHome.find(() -> create(bench), directory -> {}, bench.log, bench.clock);
    RecordingRing ring = ring(bench, home);
    RingPlace place = new RingPlace(home, ring, SpoolBench.OPTIONS, RING, bench.log, bench.clock);
    try (Spool spool = open(bench, home)) {
      accept(ring, "removed");
      drain(ring, spool);
      spool.save(new Checkpoint(1, StandardCharsets.UTF_8.encode("state")));
      OwnedFiles.deleteTree(bench.base);

      bench.clock.advance(Duration.ofSeconds(2));
      spool.tidy();
      place.look();
      accept(ring, "spooled");
      drain(ring, spool);
      accept(ring, "in the ring");
    }

    DeadStream dead = adoptAfterDeath(bench, home);
    assertThat(readAll(dead)).containsExactly("spooled", "in the ring");
    assertThat(dead.checkpoint())
        .isEqualTo(new Checkpoint(1, StandardCharsets.UTF_8.encode("state")));
    assertThat(Objects.requireNonNull(dead.counts()).made()).isEqualTo(3);
    assertThat(dead.lastIndex()).isEqualTo(3);
  }

  @Test
  void ringThatIsRemovedAloneIsMadeAgain() throws IOException {
    SpoolBench bench = new SpoolBench(parent.resolve("base"));
    SpoolHome home = SpoolHome.find(() -> create(bench), directory -> {}, bench.log, bench.clock);
    RecordingRing ring = ring(bench, home);
    RingPlace place = new RingPlace(home, ring, SpoolBench.OPTIONS, RING, bench.log, bench.clock);
    Path file = Objects.requireNonNull(home.directory()).ringFile();
    Files.delete(file);

    place.look();
    accept(ring, "kept");

    List<String> kept = new ArrayList<>();
    RingRecovery.read(file)
        .forEach(
            0, (hook, payload, end) -> kept.add(StandardCharsets.UTF_8.decode(payload).toString()));
    assertThat(kept).containsExactly("kept");
  }

  @Test
  void linkInItsPlaceIsNotFollowed() throws IOException {
    SpoolBench bench = new SpoolBench(parent.resolve("base"));
    SpoolHome home = SpoolHome.find(() -> create(bench), directory -> {}, bench.log, bench.clock);
    Path stream = Objects.requireNonNull(home.directory()).path();
    Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    Files.createFile(elsewhere.resolve("owner.lock"));
    try (Spool spool = open(bench, home)) {
      append(spool, "gone");
      OwnedFiles.deleteTree(stream);
      Files.createSymbolicLink(stream, elsewhere);

      bench.clock.advance(Duration.ofSeconds(2));
      spool.tidy();
      append(spool, "in memory");

      assertThat(home.isHere()).isFalse();
      assertThat(readAll(spool)).containsExactly("in memory");
      Objects.requireNonNull(home.directory()).delete();
    }
    try (var files = Files.list(elsewhere)) {
      assertThat(files).containsExactly(elsewhere.resolve("owner.lock"));
    }
    assertThat(stream).isSymbolicLink();
  }

  @Test
  void whatIsWrongIsSaidOnce() throws IOException {
    SpoolBench bench = new SpoolBench(parent.resolve("base"));
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    bench.log.writeTo(new PrintStream(log, true, StandardCharsets.UTF_8));
    objection = "the disk is full";
    SpoolHome home = SpoolHome.find(() -> create(bench), directory -> {}, bench.log, bench.clock);
    try (Spool spool = open(bench, home)) {
      for (int i = 0; i < 20; i++) {
        append(spool, "text");
        bench.clock.advance(Duration.ofSeconds(6));
        spool.tidy();
      }
    }

    assertThat(log.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .anyMatch(line -> line.contains("the disk is full"))
        .anyMatch(line -> line.contains("kept in memory"));
  }

  @Test
  void fileSystemWithoutLocksIsRefused() {
    assertThatThrownBy(
            () ->
                SpoolDirectory.create(
                    parent,
                    "shop",
                    "fraud",
                    SpoolBench.header("endpoint"),
                    channel -> {
                      throw new IOException("No locks available");
                    }))
        .hasMessage("No locks available");
    assertThat(parent.resolve("shop.fraud")).isEmptyDirectory();
  }

  @Test
  void lockThatFailsWhenTheDirectoryIsMadeAgainLeavesTheSpoolInMemory() throws IOException {
    SpoolBench bench = new SpoolBench(parent.resolve("base"));
    boolean[] locks = {true};
    SpoolHome home =
        SpoolHome.find(
            () ->
                SpoolDirectory.create(
                    bench.base,
                    "shop",
                    "fraud",
                    SpoolBench.header("endpoint"),
                    channel -> {
                      if (locks[0]) {
                        return channel.tryLock();
                      }
                      throw new IOException("No locks available");
                    }),
            directory -> {},
            bench.log,
            bench.clock);
    try (Spool spool = open(bench, home)) {
      append(spool, "gone");
      locks[0] = false;
      OwnedFiles.deleteTree(bench.base);
      bench.clock.advance(Duration.ofSeconds(2));
      spool.tidy();
      append(spool, "in memory");
      assertThat(spool.isDurable()).isFalse();

      locks[0] = true;
      bench.clock.advance(Duration.ofSeconds(6));
      spool.tidy();
      append(spool, "on disk");

      assertThat(readAll(spool)).containsExactly("in memory", "on disk");
      assertThat(home.isHere()).isTrue();
    }
  }

  private SpoolDirectory create(SpoolBench bench) throws IOException {
    if (objection != null) {
      throw new IOException(objection);
    }
    return bench.directory();
  }

  private static Spool open(SpoolBench bench, SpoolHome home) {
    return Spool.open(
        home, SpoolBench.OPTIONS, bench.losses::add, bench.log, bench.errors, bench.clock);
  }

  private static RecordingRing ring(SpoolBench bench, SpoolHome home) {
    SpoolDirectory directory = Objects.requireNonNull(home.directory());
    MappedRing ring = directory.createRing(RING, SpoolBench.OPTIONS, bench.log);
    return new RecordingRing(ring);
  }

  private static void accept(RecordingRing ring, String text) {
    byte[] record = text.getBytes(StandardCharsets.UTF_8);
    assertThat(ring.accept(0, record, record.length)).isNull();
  }

  private static void drain(RecordingRing ring, Spool spool) {
    while (ring.drain((hook, payload, end) -> spool.append(hook, payload, end) == null, 10) > 0) {}
  }

  private static DeadStream adoptAfterDeath(SpoolBench bench, SpoolHome home) throws IOException {
    Objects.requireNonNull(home.directory()).close();
    Adoption adoption = new Adoption(bench.directory(), bench.losses::add, bench.log, bench.errors);
    return Objects.requireNonNull(adoption.next());
  }
}
