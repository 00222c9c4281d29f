package io.plumbline.spool;

import static io.plumbline.spool.SpoolBench.append;
import static io.plumbline.spool.SpoolBench.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.diagnostics.DropReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolLimitTest {
  private static final String QUARTER_SEGMENT = "x".repeat(60_000);
  private static final long SEGMENT = SpoolOptions.MIN_SEGMENT_BYTES;

  @TempDir Path base;

  @Test
  void oldestSegmentGoesFirstAndIsTold() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory, withMaxSize(3 * SEGMENT))) {
      long start = bench.clock.millis();
      while (bench.losses.isEmpty()) {
        assertThat(append(spool, (int) (spool.lastIndex() % 2), QUARTER_SEGMENT)).isNull();
        spool.save(Checkpoint.empty(spool.lastIndex()));
        bench.clock.advance(Duration.ofSeconds(1));
      }

      SpoolLoss loss = bench.losses.get(0);
      assertThat(loss.reason()).isEqualTo(DropReason.SPOOL_FULL);
      assertThat(loss.firstIndex()).isEqualTo(1);
      assertThat(loss.lastIndex()).isEqualTo(2);
      assertThat(loss.recordsByHook()).isEqualTo(Map.of(0, 1L, 1, 1L));
      assertThat(loss.fromEpochMillis()).isEqualTo(start);
      assertThat(loss.toEpochMillis()).isEqualTo(start + 1000);
      assertThat(spool.sizeBytes()).isLessThanOrEqualTo(3 * SEGMENT);
      assertThat(readAll(spool)).hasSize((int) (spool.lastIndex() - loss.lastIndex()));
    }
  }

  @Test
  void whatWasAckedIsNotTold() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory, withMaxSize(2 * SEGMENT));
        SpoolTailer tailer = spool.tailer(0)) {
      append(spool, QUARTER_SEGMENT);
      spool.ack(tailer.read(1, 1));
      while (bench.losses.isEmpty()) {
        assertThat(append(spool, QUARTER_SEGMENT)).isNull();
        spool.save(Checkpoint.empty(spool.lastIndex()));
      }

      assertThat(bench.losses.get(0).firstIndex()).isEqualTo(2);
      assertThat(readAll(tailer)).hasSize((int) (spool.lastIndex() - 2));
    }
  }

  @Test
  void recordsThatAreNotCountedAreNeverDeleted() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory, withMaxSize(2 * SEGMENT))) {
      while (append(spool, QUARTER_SEGMENT) == null) {}

      assertThat(append(spool, "x".repeat(60_000))).isEqualTo(DropReason.SPOOL_FULL);
      assertThat(bench.losses).isEmpty();
      assertThat(readAll(spool)).hasSize((int) spool.lastIndex());

      spool.save(Checkpoint.empty(spool.lastIndex()));
      assertThat(append(spool, QUARTER_SEGMENT)).isNull();
      assertThat(bench.losses).hasSize(1);
    }
  }

  /** Counting that is a little behind, all the time. */
  @Test
  void roomThatComesAndGoesIsSaidOnceAMinute() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    bench.log.writeTo(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory, withMaxSize(2 * SEGMENT))) {
      for (int second = 0; second < 300; second++) {
        while (append(spool, QUARTER_SEGMENT) == null) {}
        bench.clock.advance(Duration.ofSeconds(1));
        spool.save(Checkpoint.empty(spool.lastIndex()));
      }
    }

    String log = logged.toString(StandardCharsets.UTF_8);
    assertThat(log.lines().filter(line -> line.contains("takes no records"))).hasSize(5);
    assertThat(log.lines().filter(line -> line.contains("takes records again"))).hasSize(5);
    assertThat(log).contains("(60 times since this was last said)");
    assertThat(log.lines()).as(log).hasSizeLessThan(30);
  }

  @Test
  void oldSegmentsExpire() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory)) {
      while (spool.sizeBytes() < 2 * SEGMENT) {
        append(spool, QUARTER_SEGMENT);
      }
      spool.save(Checkpoint.empty(spool.lastIndex()));

      bench.clock.advance(Duration.ofDays(2));
      spool.tidy();

      assertThat(bench.losses).extracting(SpoolLoss::reason).containsOnly(DropReason.SPOOL_EXPIRED);
      assertThat(spool.sizeBytes()).isEqualTo(SEGMENT);
      assertThat(readAll(spool)).hasSize((int) (spool.lastIndex() - bench.losses.get(0).records()));
    }
  }

  @Test
  void diskIsNotFilledBelowTheFloor() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    long free = Files.getFileStore(base).getUsableSpace();
    SpoolOptions options =
        new SpoolOptions(
            SpoolMode.MAPPED, 4L << 20, 1 << 20, Duration.ofDays(1), 2 * free, (int) SEGMENT);
    try (SpoolDirectory directory = bench.directory()) {
      assertThatThrownBy(() -> bench.open(directory, options)).hasMessageContaining("in memory");
    }
  }

  @Test
  void spoolIsInMemoryWhenTheDiskHasNoRoom() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    SpoolOptions options =
        new SpoolOptions(
            SpoolMode.MAPPED, 1L << 60, 1 << 20, Duration.ofDays(1), 1L << 60, (int) SEGMENT);
    try (SpoolDirectory directory = bench.directory();
        Spool spool =
            Spool.open(
                directory, options, bench.losses::add, bench.log, bench.errors, bench.clock)) {
      append(spool, "text");
      assertThat(spool.isDurable()).isFalse();
      assertThat(readAll(spool)).containsExactly("text");
    }
  }

  private static SpoolOptions withMaxSize(long bytes) {
    return SpoolBench.OPTIONS.withMaxSizeBytes(bytes);
  }
}
