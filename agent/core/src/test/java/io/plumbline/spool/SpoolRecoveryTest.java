package io.plumbline.spool;

import static io.plumbline.spool.SpoolBench.append;
import static io.plumbline.spool.SpoolBench.readAll;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.ring.MappedRing;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files as a dead process, or a bad disk, may leave them. Ten records, two a segment. */
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(60)
class SpoolRecoveryTest {
  private static final String FILLER = "x".repeat(60_000);

  @TempDir Path base;

  private SpoolBench bench;
  private SpoolDirectory gone;
  private SpoolDirectory own;

  @BeforeEach
  void tenRecords() throws IOException {
    bench = new SpoolBench(base);
    gone = bench.directory();
    try (Spool spool = bench.open(gone)) {
      IntStream.range(0, 10).forEach(i -> assertThat(append(spool, i + FILLER)).isNull());
    }
    own = bench.directory();
  }

  @AfterEach
  void letGo() {
    own.close();
  }

  @Test
  void everyRecordIsThere() throws IOException {
    try (DeadStream dead = adopt()) {
      assertThat(readAll(dead)).hasSize(10).first().isEqualTo(0 + FILLER);
      assertThat(dead.lastIndex()).isEqualTo(10);
      assertThat(bench.losses).isEmpty();
    }
  }

  @Test
  void readingGoesOnWhereItIsAskedTo() throws IOException {
    try (DeadStream dead = adopt()) {
      assertThat(readAll(dead, 7)).containsExactly(7 + FILLER, 8 + FILLER, 9 + FILLER);
    }
  }

  @Test
  void ackedSegmentsGo() throws IOException {
    try (DeadStream dead = adopt()) {
      dead.save(Checkpoint.empty(10));
      dead.ack(dead.tailer(0).read(4, Integer.MAX_VALUE));

      assertThat(segment(1)).doesNotExist();
      assertThat(segment(2)).doesNotExist();
      assertThat(readAll(dead, dead.ackedIndex())).hasSize(6);
    }
  }

  @Test
  void segmentCutShortCostsOnlyItsRecords() throws IOException {
    cut(segment(3), 100_000);

    try (DeadStream dead = adopt()) {
      assertThat(readAll(dead)).contains(3 + FILLER, 6 + FILLER).hasSizeBetween(8, 9);
      assertThat(bench.losses).extracting(SpoolLoss::reason).containsOnly(DropReason.CORRUPTED);
    }
  }

  @Test
  void emptySegmentCostsOnlyItsRecords() throws IOException {
    cut(segment(3), 0);

    try (DeadStream dead = adopt()) {
      assertThat(readAll(dead)).hasSize(8).doesNotContain(4 + FILLER, 5 + FILLER);
      assertThat(bench.losses.stream().mapToLong(SpoolLoss::records).sum()).isEqualTo(2);
    }
  }

  @Test
  void newestSegmentWithoutARecordIsNoLoss() throws IOException {
    Files.write(segment(6), new byte[SpoolOptions.MIN_SEGMENT_BYTES]);

    try (DeadStream dead = adopt()) {
      assertThat(readAll(dead)).hasSize(10);
      assertThat(bench.losses).isEmpty();
    }
  }

  @Test
  void damageAtTheEndShiftsNoNumberThatIsAcknowledged() throws IOException {
    // Ten in the queue, all of them counted and acknowledged; one more in the ring.
    MappedRing ring = MappedRing.create(gone.ringFile(), 1 << 16);
    for (int i = 0; i < 11; i++) {
      byte[] record = Arrays.copyOf(Integer.toString(i).getBytes(UTF_8), 200);
      assertThat(ring.accept(0, record, record.length)).isNull();
    }
    assertThat(ring.drain((hook, payload, end) -> true, 10)).isEqualTo(10);
    Delivery delivery = new Delivery(bench.errors);
    delivery.moveTo(gone.path(), SpoolKeys.NONE);
    delivery.ack(10);
    delivery.save(Checkpoint.empty(10));
    cut(segment(5), 100_000); // takes the tenth along

    try (DeadStream dead = adopt()) {
      assertThat(dead.lastIndex()).isEqualTo(11);
      assertThat(readAll(dead, 10)).singleElement().asString().startsWith("10");
      assertThat(readAll(dead, 8)).singleElement().asString().startsWith("10");
    }
  }

  @Test
  void endOfTheQueueThatIsDamagedAfterAnAdoptionIsGivenUp() throws IOException {
    try (DeadStream dead = adopt()) {
      assertThat(dead.lastIndex()).isEqualTo(10);
    }
    Files.delete(segment(5));

    try (DeadStream dead = adopt()) {
      assertThat(readAll(dead)).hasSize(8);
      assertThat(bench.losses.stream().mapToLong(SpoolLoss::records).sum()).isEqualTo(2);
    }
  }

  @Test
  void streamIsReadWithoutChroniclesMetadata() throws IOException {
    Files.delete(SegmentFiles.metadata(gone.queue()));

    try (DeadStream dead = adopt()) {
      assertThat(readAll(dead)).hasSize(10);
    }
  }

  private DeadStream adopt() {
    gone.close();
    Adoption adoption = new Adoption(own, bench.losses::add, bench.log, bench.errors);
    return Objects.requireNonNull(adoption.next());
  }

  private Path segment(int cycle) {
    return SegmentFiles.segment(gone.queue(), cycle);
  }

  private static void cut(Path file, int bytes) throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(bytes);
    }
  }
}
