package io.plumbline.spool;

import static io.plumbline.spool.SpoolBench.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.ring.MappedRing;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class AdoptionTest {
  @TempDir Path base;
  @TempDir Path home;

  @Test
  void everyCommittedRecordOfAKilledProcessIsFoundOnce() throws Exception {
    ChildJvm child = new ChildJvm(home, List.of(), Victim.class, base.toString());
    long spooled = killAfter(child, 3000);

    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory own = bench.directory();
        DeadStream dead = adopt(bench, own)) {
      List<String> records = readAll(dead);

      assertThat(dead.header().endpoint()).isEqualTo("http://localhost:4317");
      assertThat(dead.lastIndex()).isEqualTo(records.size());
      // The hooks counted themselves: what was made and not dropped is there, but for one call
      // that may have died between counting and storing.
      long made = Objects.requireNonNull(dead.counts()).made();
      assertThat((long) records.size()).isBetween(made - 1, made).isGreaterThan(spooled);
      assertThat(records).isEqualTo(numbers(records.size()));
      assertThat(bench.losses).isEmpty();
    }
  }

  @Test
  void leftoversOfTheRingFollowThoseOfTheSpoolAndKeepTheirIndex() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    SpoolDirectory gone = bench.directory();
    leave(bench, gone, 5, 3);
    gone.close();

    try (SpoolDirectory own = bench.directory()) {
      try (DeadStream dead = adopt(bench, own)) {
        SpoolTailer tailer = dead.tailer(0);
        assertThat(tailer.read(100, 1000).records()).hasSize(5);
        SpoolBatch fromRing = tailer.read(2, 1000);
        assertThat(fromRing.records()).extracting(SpoolRecord::index).containsExactly(6L, 7L);
        dead.ack(fromRing);
      }
      try (DeadStream again = adopt(bench, own)) {
        assertThat(again.ackedIndex()).isEqualTo(7);
        assertThat(readAll(again, again.ackedIndex())).containsExactly("7");
      }
    }
  }

  @Test
  void recordInRingAndSpoolIsFoundOnce() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    SpoolDirectory gone = bench.directory();
    // The process dies after it has appended and before the ring knows.
    MappedRing ring = MappedRing.create(gone.ringFile(), 1 << 16);
    accept(ring, 0, 3);
    try (Spool spool = bench.open(gone)) {
      ring.drain(
          (hook, payload, end) -> {
            spool.append(hook, payload, end);
            return false;
          },
          1);
    }
    gone.close();

    try (SpoolDirectory own = bench.directory();
        DeadStream dead = adopt(bench, own)) {
      assertThat(readAll(dead)).containsExactly("0", "1", "2");
    }
  }

  @Test
  void streamThatNeverHadASpoolIsDeliveredFromItsRing() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    SpoolDirectory gone = bench.directory();
    accept(MappedRing.create(gone.ringFile(), 1 << 16), 0, 2);
    gone.close();

    try (SpoolDirectory own = bench.directory();
        DeadStream dead = adopt(bench, own)) {
      assertThat(readAll(dead)).containsExactly("0", "1");
    }
  }

  @Test
  void streamThatDiedWhileItsQueueWasMadeIsDeliveredFromItsRing() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    SpoolDirectory gone = bench.directory();
    accept(MappedRing.create(gone.ringFile(), 1 << 16), 0, 2);
    OwnedFiles.createDirectory(gone.queue());
    byte[] halfWritten = new byte[128 << 10];
    halfWritten[3] = (byte) 0xC0; // Chronicle's "metadata, not complete"
    Files.write(SegmentFiles.metadata(gone.queue()), halfWritten);
    gone.close();

    try (SpoolDirectory own = bench.directory();
        DeadStream dead = adopt(bench, own)) {
      assertThat(readAll(dead)).containsExactly("0", "1");
      assertThat(bench.errors.counts()).isEmpty();
    }
  }

  @Test
  void streamThatDiedInItsFirstSegmentIsDeliveredFromItsRing() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    SpoolDirectory gone = bench.directory();
    accept(MappedRing.create(gone.ringFile(), 1 << 16), 0, 2);
    bench.open(gone).close();
    new Preallocation(0)
        .create(SegmentFiles.segment(gone.queue(), 1), SpoolOptions.MIN_SEGMENT_BYTES);
    gone.close();

    try (SpoolDirectory own = bench.directory();
        DeadStream dead = adopt(bench, own)) {
      assertThat(readAll(dead)).containsExactly("0", "1");
      assertThat(bench.errors.counts()).isEmpty();
      assertThat(bench.losses).isEmpty();
    }
  }

  @Test
  void removedStreamLeavesNothing() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    SpoolDirectory gone = bench.directory();
    leave(bench, gone, 1, 1);
    gone.close();

    try (SpoolDirectory own = bench.directory()) {
      adopt(bench, own).remove();

      assertThat(gone.path()).doesNotExist();
      assertThat(adoption(bench, own).next()).isNull();
    }
  }

  @Test
  void streamThatCannotBeDeliveredHoldsUpNoOtherAndIsTriedAgain() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    SpoolDirectory damaged = bench.directory();
    SpoolDirectory later = bench.directory();
    List<SpoolDirectory> inOrder =
        Stream.of(damaged, later).sorted(Comparator.comparing(SpoolDirectory::path)).toList();
    inOrder.forEach(SpoolDirectory::close);
    accept(MappedRing.create(inOrder.get(0).ringFile(), 1 << 16), 0, 1);
    Path lock = inOrder.get(0).path().resolve("owner.lock");
    Path away = Files.move(lock, lock.resolveSibling("away"));
    Files.createDirectory(lock);

    try (SpoolDirectory own = bench.directory()) {
      Adoption adoption = adoption(bench, own);
      DeadStream other = Objects.requireNonNull(adoption.next());
      assertThat(other.header()).isEqualTo(inOrder.get(1).header());
      other.remove();
      assertThat(adoption.next()).isNull();

      Files.delete(lock);
      Files.move(away, lock);
      assertThat(adoption.next()).isNull();
      bench.clock.advance(Duration.ofMinutes(6));
      try (DeadStream mended = Objects.requireNonNull(adoption.next())) {
        assertThat(readAll(mended)).containsExactly("0");
      }
    }
  }

  @Test
  void streamIsDeliveredByTheCopyOfItsHeader() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    SpoolDirectory damaged = bench.directory();
    accept(MappedRing.create(damaged.ringFile(), 1 << 16), 0, 1);
    damaged.close();
    Files.write(damaged.path().resolve("stream.properties"), new byte[5]);

    try (SpoolDirectory own = bench.directory();
        DeadStream dead = adopt(bench, own)) {
      assertThat(dead.header()).isEqualTo(damaged.header());
      assertThat(readAll(dead)).containsExactly("0");
    }
  }

  @Test
  void streamThatIsBeingRemovedIsNotDeliveredAgain() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    SpoolDirectory gone = bench.directory();
    accept(MappedRing.create(gone.ringFile(), 1 << 16), 0, 2);
    gone.close();
    // Its adopter has delivered it, and dies with the first of its files removed.
    Path removed = gone.path().resolveSibling("." + gone.path().getFileName());
    Files.move(gone.path(), removed);
    Files.delete(removed.resolve("owner.lock"));

    try (SpoolDirectory own = bench.directory()) {
      Adoption adoption = adoption(bench, own);
      assertThat(adoption.next()).isNull();
      assertThat(removed).exists();

      Files.setLastModifiedTime(removed, FileTime.from(bench.clock.instant().minusSeconds(61)));
      assertThat(adoption.next()).isNull();
      assertThat(removed).doesNotExist();
    }
  }

  @Test
  void unfinishedDirectoryOfALivingProcessIsLeftAlone() throws Exception {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory own = bench.directory()) {
      Path unfinished = own.path().resolveSibling("." + "20200101T000000Z-" + "0".repeat(32));
      OwnedFiles.createDirectory(unfinished);
      ChildJvm child = new ChildJvm(home, List.of(), Holder.class, unfinished.toString());
      try (BufferedReader progress = child.process().inputReader()) {
        assertThat(progress.readLine()).as(child::stderrOrReason).isEqualTo("locked");
        Files.setLastModifiedTime(unfinished, FileTime.from(Instant.EPOCH));
        assertThat(adoption(bench, own).next()).isNull();
        assertThat(unfinished).exists();
      } finally {
        child.process().destroyForcibly().waitFor();
      }

      assertThat(adoption(bench, own).next()).isNull();
      assertThat(unfinished).doesNotExist();
    }
  }

  @Test
  void otherHiddenDirectoriesAreLeftAlone() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory own = bench.directory()) {
      Path snapshots = own.path().resolveSibling(".snapshots");
      OwnedFiles.createDirectory(snapshots);
      Files.setLastModifiedTime(snapshots, FileTime.from(Instant.EPOCH));

      assertThat(adoption(bench, own).next()).isNull();
      assertThat(snapshots).exists();
    }
  }

  @Test
  void streamForAnotherEndpointIsLeftAlone() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    SpoolDirectory.create(base, "shop", "fraud", SpoolBench.header("http://elsewhere:4317"))
        .close();

    try (SpoolDirectory own = bench.directory()) {
      assertThat(adoption(bench, own).next()).isNull();
    }
  }

  @Test
  void streamIsForThoseWhoGoWhereItGoesNow() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    SpoolDirectory gone = bench.directory();
    leave(bench, gone, 3, 0);
    gone.change(gone.header().with("http://elsewhere:4317", "always_off ratio=1.0"));
    gone.close();

    try (SpoolDirectory own = bench.directory()) {
      Adoption adoption = adoption(bench, own);
      assertThat(adoption.next()).isNull();

      own.change(own.header().with("http://elsewhere:4317", ""));
      try (DeadStream dead = Objects.requireNonNull(adoption.next())) {
        assertThat(dead.header().sampling()).isEqualTo("always_off ratio=1.0");
        assertThat(readAll(dead)).hasSize(3);
      }
    }
  }

  @Test
  void checkpointOfTheDeadIsFound() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    SpoolDirectory gone = bench.directory();
    try (Spool spool = bench.open(gone)) {
      SpoolBench.append(spool, "one");
      spool.save(new Checkpoint(1, StandardCharsets.UTF_8.encode("state")));
    }
    gone.close();

    try (SpoolDirectory own = bench.directory();
        DeadStream dead = adopt(bench, own)) {
      assertThat(dead.checkpoint())
          .isEqualTo(new Checkpoint(1, StandardCharsets.UTF_8.encode("state")));
    }
  }

  private static Adoption adoption(SpoolBench bench, SpoolDirectory own) {
    return new Adoption(
        own, new ServiceRoom(), bench.losses::add, bench.log, bench.errors, bench.clock);
  }

  private static DeadStream adopt(SpoolBench bench, SpoolDirectory own) {
    return Objects.requireNonNull(adoption(bench, own).next());
  }

  private static void leave(SpoolBench bench, SpoolDirectory gone, int inSpool, int inRing)
      throws IOException {
    MappedRing ring = MappedRing.create(gone.ringFile(), 1 << 16);
    try (Spool spool = bench.open(gone)) {
      accept(ring, 0, inSpool);
      ring.drain((hook, payload, end) -> spool.append(hook, payload, end) == null, inSpool);
    }
    accept(ring, inSpool, inSpool + inRing);
  }

  private static void accept(MappedRing ring, int from, int to) {
    for (int i = from; i < to; i++) {
      byte[] record = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
      assertThat(ring.accept(0, record, record.length)).isNull();
    }
  }

  private static List<String> numbers(int n) {
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      numbers.add(Integer.toString(i));
    }
    return numbers;
  }

  private static long killAfter(ChildJvm child, long records) throws Exception {
    long spooled = 0;
    try (BufferedReader progress = child.process().inputReader()) {
      while (spooled < records) {
        String line = progress.readLine();
        assertThat(line).as(child::stderrOrReason).isNotNull();
        spooled = Long.parseLong(line);
      }
      child.process().destroyForcibly().waitFor();
    }
    return spooled;
  }

  /** Holds the lock of a directory that it never finishes. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      try (FileChannel channel = OwnedFiles.create(Path.of(arguments[0]).resolve("owner.lock"))) {
        System.out.println(channel.tryLock() == null ? "not locked" : "locked");
        new CountDownLatch(1).await();
      }
    }
  }

  /** Counts into its ring, spools, and says how far it got, until it is killed. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] arguments) throws Exception {
      SpoolBench bench = new SpoolBench(Path.of(arguments[0]));
      SpoolDirectory directory = bench.directory();
      MappedRing ring = MappedRing.create(directory.ringFile(), 1 << 20);
      Spool spool = bench.open(directory);
      new Thread(new SpoolWriter(ring, spool, bench.errors)).start();
      long said = 0;
      for (int i = 0; ; i++) {
        byte[] record = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
        while (ring.usedBytes() > 1 << 19) {
          Thread.onSpinWait();
        }
        ring.accept(0, record, record.length);
        if (spool.lastIndex() >= said + 500) {
          said = spool.lastIndex();
          System.out.println(said);
        }
      }
    }
  }
}
