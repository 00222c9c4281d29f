package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.ring.MappedRing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SpoolWriterTest {
  @TempDir Path base;

  @Test
  void whatIsInTheRingIsSpooledBeforeTheLoopEnds() throws Exception {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory);
        MappedRing ring = MappedRing.create(directory.ringFile(), 1 << 16)) {
      accept(ring, "one", "two", "three");
      SpoolWriter writer = new SpoolWriter(ring, spool, bench.errors);
      Thread thread = new Thread(writer);
      thread.start();

      assertThat(writer.stop(Duration.ofSeconds(10))).isTrue();

      thread.join();
      assertThat(SpoolBench.readAll(spool)).containsExactly("one", "two", "three");
      assertThat(ring.usedBytes()).isZero();
    }
  }

  @Test
  void refusedRecordsStayInTheRingAndAFullRingSaysWhy() throws Exception {
    SpoolBench bench = new SpoolBench(base);
    Spool full = Spool.inMemory(tiny(), bench.losses::add, bench.clock);
    try (MappedRing ring = MappedRing.inMemory(1 << 10)) {
      SpoolWriter writer = new SpoolWriter(ring, full, bench.errors);
      Thread thread = new Thread(writer);
      thread.start();
      DropReason dropped = null;
      while (dropped != DropReason.SPOOL_FULL) {
        dropped = accept(ring, "0123456789");
      }

      assertThat(writer.stop(Duration.ofMillis(50))).isTrue();
      thread.join();
      assertThat(ring.usedBytes()).isPositive();
      assertThat(full.lastIndex()).isPositive();
      assertThat(bench.losses).isEmpty();
    }
  }

  @Test
  void loopOutlivesASpoolThatThrows() throws Exception {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory);
        MappedRing ring = MappedRing.inMemory(1 << 16)) {
      SpoolWriter writer = new SpoolWriter(ring, new ThrowingOnce(spool), bench.errors);
      Thread thread = new Thread(writer);
      thread.start();
      accept(ring, "text");

      assertThat(writer.stop(Duration.ofSeconds(10))).isTrue();

      thread.join();
      assertThat(SpoolBench.readAll(spool)).containsExactly("text");
      assertThat(bench.errors.counts()).containsKey("spool writer: java.lang.StackOverflowError");
    }
  }

  private static SpoolOptions tiny() {
    return new SpoolOptions(
        SpoolMode.MEMORY, 4L << 20, 1000, Duration.ofDays(1), 0, SpoolOptions.MIN_SEGMENT_BYTES);
  }

  private static @Nullable DropReason accept(MappedRing ring, String... texts) {
    DropReason last = null;
    for (String text : List.of(texts)) {
      byte[] record = text.getBytes(StandardCharsets.UTF_8);
      last = ring.accept(0, record, record.length);
    }
    return last;
  }
}
