package io.plumbline.spool;

import static io.plumbline.spool.SpoolBench.append;
import static io.plumbline.spool.SpoolBench.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the disk is told to write; whether it does, no test without a power switch can tell. */
class SpoolFsyncTest {
  private static final String QUARTER_SEGMENT = "x".repeat(60_000);

  @TempDir Path base;

  @ParameterizedTest
  @CsvSource({"MAPPED, INTERVAL", "MAPPED, ALWAYS", "FILE, INTERVAL", "FILE, ALWAYS"})
  void segmentGoesWhenTheDiskHasWhatSaysThatItMay(SpoolMode mode, SpoolFsync fsync)
      throws IOException {
    SpoolBench bench = new SpoolBench(base);
    SpoolOptions options = SpoolBench.OPTIONS.withMode(mode).withFsync(fsync);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory, options);
        SpoolTailer tailer = spool.tailer(0)) {
      for (int i = 0; i < 10; i++) {
        assertThat(append(spool, QUARTER_SEGMENT)).isNull();
      }
      spool.batchEnded();
      long full = spool.sizeBytes();
      SpoolBatch all = tailer.read(10, 1 << 20);
      spool.save(Checkpoint.empty(all.last().index()));
      spool.ack(all);
      assertThat(spool.sizeBytes()).isEqualTo(full);

      spool.batchEnded();

      assertThat(spool.sizeBytes()).isLessThan(full);
      assertThat(readAll(spool, 10)).isEmpty();
      assertThat(bench.losses).isEmpty();
      assertThat(bench.errors.counts()).isEmpty();
    }
  }

  @Test
  void boundIsHeldByWhatIsForcedFirst() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    SpoolOptions options =
        SpoolBench.OPTIONS
            .withMaxSizeBytes(3L * SpoolOptions.MIN_SEGMENT_BYTES)
            .withFsync(SpoolFsync.INTERVAL);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory, options)) {
      while (bench.losses.size() < 3) {
        assertThat(append(spool, QUARTER_SEGMENT)).isNull();
        spool.save(Checkpoint.empty(spool.lastIndex()));
      }
      assertThat(spool.sizeBytes()).isLessThanOrEqualTo(3L * SpoolOptions.MIN_SEGMENT_BYTES);
      assertThat(bench.errors.counts()).isEmpty();
    }
  }

  @Test
  void forcedIsEachBatchOrOnceASecondOrNever() throws IOException {
    assertThat(forced(SpoolFsync.NEVER)).isEmpty();
    assertThat(forced(SpoolFsync.ALWAYS)).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(forced(SpoolFsync.INTERVAL)).containsExactly(0, 2, 4);
  }

  /** Of six batches, one each half second, those after which the disk was told. */
  private List<Integer> forced(SpoolFsync fsync) {
    SpoolBench bench = new SpoolBench(base);
    SpoolForce force = new SpoolForce(fsync, bench.errors, bench.clock);
    List<Integer> forced = new ArrayList<>();
    int[] batch = new int[1];
    MemorySegment memory = new MemorySegment(100);
    SegmentContent content =
        new SegmentContent() {
          @Override
          public boolean hasRoom(int frameBytes) {
            return true;
          }

          @Override
          public void append(FrameBuffer frame) {}

          @Override
          public SegmentBytes open() throws IOException {
            return memory.open();
          }

          @Override
          public long sizeBytes() {
            return 0;
          }

          @Override
          public Path file() {
            return base;
          }

          @Override
          public void forceAppended() {
            forced.add(batch[0]);
          }
        };
    Segment segment = new Segment(content, 1, 0);
    for (; batch[0] < 6; batch[0]++) {
      force.appended(segment);
      force.batchEnded();
      force.batchEnded();
      bench.clock.advance(Duration.ofMillis(500));
    }
    return forced;
  }
}
