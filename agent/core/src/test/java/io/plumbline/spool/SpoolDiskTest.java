package io.plumbline.spool;

import static io.plumbline.spool.SpoolBench.append;
import static io.plumbline.spool.SpoolBench.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The disk takes nothing for a while: its directory for segments is not where it was. */
@Timeout(60)
class SpoolDiskTest {
  private static final String QUARTER_SEGMENT = "x".repeat(60_000);

  @TempDir Path base;

  @ParameterizedTest
  @EnumSource(names = {"MAPPED", "FILE"})
  void recordsAreKeptInMemoryMeanwhileAndGoToTheDiskAfterwards(SpoolMode mode) throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory, SpoolBench.OPTIONS.withMode(mode));
        SpoolTailer tailer = spool.tailer(0)) {
      appendNumbers(spool, 4);
      assertThat(spool.isDurable()).isTrue();
      assertThat(spool.keeping()).isEqualTo(new SpoolKeeping(mode, mode, 4L << 20));

      Path away = takeAway(directory);
      appendNumbers(spool, 8);
      assertThat(spool.isDurable()).isFalse();
      assertThat(spool.keeping()).isEqualTo(new SpoolKeeping(SpoolMode.MEMORY, mode, 5L << 20));

      Files.move(away, directory.queue());
      bench.clock.advance(Duration.ofSeconds(2));
      spool.tidy();
      appendNumbers(spool, 4);

      assertThat(readAll(tailer)).containsExactlyElementsOf(numbers(16));
      spool.save(Checkpoint.empty(16));
      spool.ack(spool.tailer(11).read(1, 1));
      assertThat(spool.isDurable()).isTrue();
      assertThat(bench.losses).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MAPPED", "FILE"})
  void memoryIsBoundedAndFreedByDelivery(SpoolMode mode) throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory, SpoolBench.OPTIONS.withMode(mode))) {
      Path away = takeAway(directory);
      long most = SpoolBench.OPTIONS.maxMemoryBytes();
      while (append(spool, QUARTER_SEGMENT) == null) {
        assertThat(spool.sizeBytes()).isLessThanOrEqualTo(most);
      }

      assertThat(append(spool, "more" + QUARTER_SEGMENT)).isEqualTo(DropReason.SPOOL_UNAVAILABLE);
      long stored = spool.lastIndex();
      spool.save(Checkpoint.empty(stored));
      spool.ack(spool.tailer(stored - 1).read(1, 1));
      assertThat(append(spool, QUARTER_SEGMENT)).isNull();
      assertThat(bench.losses).isEmpty();
      Files.move(away, directory.queue());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MAPPED", "FILE"})
  void whatWasInMemoryWhenTheProcessDiedIsToldByWhoAdoptsIt(SpoolMode mode) throws IOException {
    SpoolBench bench = new SpoolBench(base);
    SpoolDirectory gone = bench.directory();
    Spool spool = bench.open(gone, SpoolBench.OPTIONS.withMode(mode));
    appendNumbers(spool, 4);
    Path away = takeAway(gone);
    appendNumbers(spool, 5);
    Files.move(away, gone.queue());
    bench.clock.advance(Duration.ofSeconds(2));
    spool.tidy();
    appendNumbers(spool, 3);
    spool.close();
    gone.close();

    try (SpoolDirectory own = bench.directory();
        DeadStream dead =
            Objects.requireNonNull(
                new Adoption(own, bench.losses::add, bench.log, bench.errors).next())) {
      List<String> read = readAll(dead);

      long inMemory = bench.losses.stream().mapToLong(SpoolLoss::records).sum();
      assertThat(inMemory).isBetween(1L, 5L);
      assertThat(bench.losses)
          .extracting(SpoolLoss::reason)
          .containsOnly(DropReason.SPOOL_UNAVAILABLE);
      assertThat(read).hasSize((int) (12 - inMemory)).contains(1 + QUARTER_SEGMENT);
      assertThat(dead.lastIndex()).isEqualTo(12);
      assertThat(bench.quarantined()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MAPPED", "FILE"})
  void segmentFileThatWasRemovedIsLeftWithinASecond(SpoolMode mode) throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory, SpoolBench.OPTIONS.withMode(mode))) {
      append(spool, "removed");
      for (Path segment : SegmentFiles.list(directory.path())) {
        Files.delete(segment);
      }

      bench.clock.advance(Duration.ofSeconds(2));
      spool.tidy();
      append(spool, "kept");

      assertThat(SegmentFiles.list(directory.path())).hasSize(1);
      try (SpoolTailer tailer = spool.tailer(0)) {
        List<String> read = List.of();
        for (int i = 0; i < 10 && read.isEmpty(); i++) {
          read = readAll(tailer);
        }
        assertThat(read).containsExactly("kept");
      }
      assertThat(bench.losses.stream().mapToLong(SpoolLoss::records).sum()).isEqualTo(1);
    }
  }

  /** Room in the last segment is used up first. */
  private static Path takeAway(SpoolDirectory directory) throws IOException {
    Path away = directory.path().resolve("away");
    Files.move(directory.queue(), away);
    return away;
  }

  private static void appendNumbers(Spool spool, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(append(spool, (spool.lastIndex() + 1) + QUARTER_SEGMENT)).isNull();
    }
  }

  private static List<String> numbers(int count) {
    return LongStream.rangeClosed(1, count).mapToObj(i -> i + QUARTER_SEGMENT).toList();
  }
}
