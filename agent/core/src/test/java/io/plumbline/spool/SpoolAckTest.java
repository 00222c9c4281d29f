package io.plumbline.spool;

import static io.plumbline.spool.SpoolBench.append;
import static io.plumbline.spool.SpoolBench.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // set before each test
class SpoolAckTest {
  private static final String QUARTER_SEGMENT = "x".repeat(60_000);

  @TempDir Path base;

  private SpoolBench bench;
  private SpoolDirectory directory;
  private Spool spool;

  @BeforeEach
  void open() throws IOException {
    bench = new SpoolBench(base);
    directory = bench.directory();
    spool = bench.open(directory);
  }

  @AfterEach
  void close() {
    spool.close();
    directory.close();
    assertThat(bench.losses).isEmpty();
    assertThat(bench.errors.counts()).isEmpty();
  }

  @Test
  void segmentGoesOnceDeliveredAndCovered() throws IOException {
    fillSegments(4);
    SpoolTailer tailer = spool.tailer(0);
    SpoolBatch batch = tailer.read(100, Integer.MAX_VALUE);

    spool.ack(batch);
    assertThat(segmentFiles()).isEqualTo(4);
    spool.save(Checkpoint.empty(spool.lastIndex()));
    assertThat(segmentFiles()).isEqualTo(1);
    assertThat(spool.sizeBytes()).isEqualTo(SpoolOptions.MIN_SEGMENT_BYTES);
  }

  @Test
  void coveredSegmentIsKeptUntilDelivered() throws IOException {
    fillSegments(3);

    spool.save(Checkpoint.empty(spool.lastIndex()));

    assertThat(segmentFiles()).isEqualTo(3);
    assertThat(readAll(spool)).hasSize((int) spool.lastIndex());
  }

  @Test
  void partlyDeliveredSegmentIsKept() throws IOException {
    fillSegments(2);
    spool.save(Checkpoint.empty(spool.lastIndex()));

    spool.ack(spool.tailer(0).read(1, 1));

    assertThat(spool.ackedIndex()).isEqualTo(1);
    assertThat(segmentFiles()).isEqualTo(2);
  }

  @Test
  void tailerGoesOnAfterItsSegmentsWentAway() throws IOException {
    fillSegments(3);
    SpoolTailer counting = spool.tailer(0);
    SpoolTailer delivering = spool.tailer(0);
    assertThat(counting.read(1, 1).last().index()).isEqualTo(1);

    spool.save(Checkpoint.empty(spool.lastIndex()));
    spool.ack(delivering.read(100, Integer.MAX_VALUE));
    append(spool, "new");

    assertThat(readAll(counting)).endsWith("new");
    assertThat(readAll(delivering)).containsExactly("new");
  }

  @Test
  void recordIsReadAgainUntilAcked() {
    append(spool, "one");
    append(spool, "two");
    SpoolBatch first = spool.tailer(0).read(1, 1);

    assertThat(readAll(spool, spool.ackedIndex())).containsExactly("one", "two");
    spool.ack(first);
    assertThat(readAll(spool, spool.ackedIndex())).containsExactly("two");
  }

  @Test
  void ackNeverGoesBack() {
    append(spool, "one");
    append(spool, "two");
    SpoolBatch one = spool.tailer(0).read(1, 1);
    SpoolBatch two = spool.tailer(1).read(1, 1);

    spool.ack(two);
    spool.ack(one);

    assertThat(spool.ackedIndex()).isEqualTo(2);
  }

  @Test
  void lagIsTheAgeOfWhatIsNotAcked() {
    append(spool, "one");
    bench.clock.advance(Duration.ofSeconds(3));
    assertThat(spool.lagMillis()).isEqualTo(3000);

    spool.ack(spool.tailer(0).read(1, 1));
    assertThat(spool.lagMillis()).isZero();
  }

  @Test
  void ackAndCheckpointSurviveTheProcess() throws IOException {
    append(spool, "one");
    append(spool, "two");
    spool.ack(spool.tailer(0).read(1, 1));
    spool.save(new Checkpoint(2, StandardCharsets.UTF_8.encode("state")));
    spool.close();

    Delivery delivery =
        Delivery.of(
            directory.path(), SpoolKeys.NONE, directory.quarantine(bench.log), bench.errors);
    assertThat(delivery.acked()).isEqualTo(1);
    assertThat(delivery.checkpoint())
        .isEqualTo(new Checkpoint(2, StandardCharsets.UTF_8.encode("state")));
  }

  private void fillSegments(int segments) {
    while (spool.sizeBytes() < (long) segments * SpoolOptions.MIN_SEGMENT_BYTES) {
      assertThat(append(spool, QUARTER_SEGMENT)).isNull();
    }
  }

  private long segmentFiles() throws IOException {
    try (var files = Files.list(directory.queue())) {
      return files.filter(file -> file.toString().endsWith(".cq4")).count();
    }
  }
}
