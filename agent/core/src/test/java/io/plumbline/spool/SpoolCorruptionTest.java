package io.plumbline.spool;

import static io.plumbline.spool.SpoolBench.append;
import static io.plumbline.spool.SpoolBench.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SpoolCorruptionTest {
  private static final String FILLER = "x".repeat(50_000);

  @TempDir Path base;

  @Test
  void changedRecordIsLeftOutAndTold() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory);
        SpoolTailer counting = spool.tailer(0);
        SpoolTailer delivering = spool.tailer(0)) {
      append(spool, "before");
      append(spool, 7, "to be changed");
      append(spool, "after");
      overwrite(segment(directory, 1), "to be changed", "to be chANGED");

      assertThat(readAll(counting)).containsExactly("before", "after");
      assertThat(readAll(delivering)).containsExactly("before", "after");
      assertThat(bench.losses).hasSize(1); // though two tailers came upon it
      assertThat(bench.losses.get(0).reason()).isEqualTo(DropReason.CORRUPTED);
      assertThat(bench.losses.get(0).firstIndex()).isEqualTo(2);
      assertThat(bench.losses.get(0).recordsByHook()).containsExactly(java.util.Map.entry(7, 1L));
    }
  }

  @Test
  void zeroedSegmentIsSteppedOverAndPutIntoQuarantine() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory);
        SpoolTailer tailer = spool.tailer(0)) {
      IntStream.range(0, 12).forEach(i -> append(spool, i + FILLER));
      zero(segment(directory, 2));

      List<String> read = poll(tailer, 12);

      long lost = bench.losses.stream().mapToLong(SpoolLoss::records).sum();
      assertThat(bench.losses).extracting(SpoolLoss::reason).containsOnly(DropReason.CORRUPTED);
      assertThat(read).hasSize((int) (12 - lost)).contains(0 + FILLER, 11 + FILLER);
      spool.save(Checkpoint.empty(spool.lastIndex()));
      spool.ack(new SpoolBatch(List.of(lastRecord(spool))));
      assertThat(bench.quarantined())
          .containsExactly("segment-of-" + directory.path().getFileName() + "-records-4-to-6.cq4");
    }
  }

  @Test
  void damageInTheNewestSegmentIsLeftBehind() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory);
        SpoolTailer tailer = spool.tailer(0)) {
      append(spool, "one");
      append(spool, "two");
      zero(segment(directory, 1));

      List<String> read = new ArrayList<>();
      for (int i = 0; i < 20 && bench.losses.isEmpty(); i++) {
        read.addAll(readAll(tailer));
        bench.clock.advance(Duration.ofSeconds(2));
        spool.tidy();
      }
      append(spool, "three");
      read.addAll(poll(tailer, 1));

      assertThat(read).containsExactly("three");
      assertThat(bench.losses.stream().mapToLong(SpoolLoss::records).sum()).isEqualTo(2);
    }
  }

  @Test
  void removedDirectoryIsMadeAgain() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory);
        SpoolTailer tailer = spool.tailer(0)) {
      append(spool, "gone");
      OwnedFiles.deleteTree(base);

      bench.clock.advance(Duration.ofSeconds(2));
      spool.tidy();

      assertThat(append(spool, "new")).isNull();
      assertThat(readAll(tailer)).containsExactly("new");
      assertThat(segment(directory, 1)).exists();
      assertThat(bench.losses).hasSize(1);
      assertThat(bench.losses.get(0).reason()).isEqualTo(DropReason.SPOOL_UNAVAILABLE);
    }
  }

  private static List<String> poll(SpoolTailer tailer, int atMost) {
    List<String> read = new ArrayList<>();
    for (int i = 0; i < 50 && read.size() < atMost; i++) {
      read.addAll(readAll(tailer));
    }
    return read;
  }

  private static SpoolRecord lastRecord(Spool spool) {
    return spool.tailer(spool.lastIndex() - 1).read(1, 1).last();
  }

  private static Path segment(SpoolDirectory directory, int cycle) {
    return SegmentFiles.segment(directory.queue(), cycle);
  }

  private static void overwrite(Path file, String text, String other) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String content = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.seek(content.indexOf(text));
      opened.writeBytes(other);
    }
  }

  /** In place: cutting a mapped file short is the one thing that cannot be survived everywhere. */
  private static void zero(Path file) throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.write(new byte[SpoolOptions.MIN_SEGMENT_BYTES]);
    }
  }
}
