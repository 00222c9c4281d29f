package io.plumbline.spool;

import static io.plumbline.spool.SpoolBench.append;
import static io.plumbline.spool.SpoolBench.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  @TempDir Path base;

  @Test
  void recordsAreReadInOrderWithTheirIndex() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory);
        SpoolTailer tailer = spool.tailer(0)) {
      assertThat(append(spool, 3, "one")).isNull();
      assertThat(append(spool, 255, "")).isNull();

      List<SpoolRecord> records = tailer.read(10, 1000).records();
      assertThat(records).extracting(SpoolRecord::index).containsExactly(1L, 2L);
      assertThat(records).extracting(SpoolRecord::hook).containsExactly(3, 255);
      assertThat(records).extracting(SpoolBench::text).containsExactly("one", "");
      assertThat(records.get(0).spooledEpochMillis()).isEqualTo(bench.clock.millis());
      assertThat(tailer.read(10, 1000).isEmpty()).isTrue();
    }
  }

  @Test
  void twoTailersReadIndependently() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory);
        SpoolTailer counting = spool.tailer(0)) {
      append(spool, "one");
      append(spool, "two");

      assertThat(readAll(counting)).containsExactly("one", "two");
      assertThat(readAll(spool, 1)).containsExactly("two");
    }
  }

  @Test
  void batchIsBoundedByRecordsAndByBytes() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory);
        SpoolTailer tailer = spool.tailer(0)) {
      for (int i = 0; i < 5; i++) {
        append(spool, "0123456789");
      }

      assertThat(tailer.read(2, 1000).records()).hasSize(2);
      assertThat(tailer.read(10, 25).records()).hasSize(2);
      assertThat(tailer.read(10, 5).records()).hasSize(1);
    }
  }

  @Test
  void everyLengthSurvivesManySegments() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    SplittableRandom random = new SplittableRandom(42);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory);
        SpoolTailer tailer = spool.tailer(0)) {
      List<String> written = new ArrayList<>();
      List<String> read = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        String text = i + "x".repeat(random.nextInt(i % 50 == 0 ? 60_000 : 2_000));
        assertThat(append(spool, text)).isNull();
        written.add(text);
        if (random.nextInt(10) == 0) {
          read.addAll(readAll(tailer));
        }
      }
      read.addAll(readAll(tailer));

      assertThat(read).isEqualTo(written);
      assertThat(spool.sizeBytes()).isGreaterThan(5L * SpoolOptions.MIN_SEGMENT_BYTES);
      assertThat(bench.losses).isEmpty();
      assertThat(bench.errors.counts()).isEmpty();
    }
  }

  @Test
  void longestRecordFits() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory)) {
      String longest = "x".repeat(spool.maxRecordLength());
      for (int i = 0; i < 6; i++) {
        assertThat(append(spool, longest)).isNull();
      }

      assertThat(readAll(spool)).hasSize(6).containsOnly(longest);
    }
  }
}
