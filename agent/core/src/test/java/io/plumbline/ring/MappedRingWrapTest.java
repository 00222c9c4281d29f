package io.plumbline.ring;

import static io.plumbline.ring.RingRecords.into;
import static io.plumbline.ring.RingRecords.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedRingWrapTest {
  private static final long SEED = 42;

  @TempDir Path directory;

  @Test
  void everyRecordSurvivesManyLapsOfEveryLength() throws IOException {
    try (MappedRing ring = MappedRing.create(directory.resolve("ring"), 1 << 10)) {
      SplittableRandom random = new SplittableRandom(SEED);
      List<String> accepted = new ArrayList<>();
      List<String> drained = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        String text = i + "x".repeat(random.nextInt(100));
        byte[] record = record(text);
        if (ring.accept(0, record, record.length) == null) {
          accepted.add(text);
        }
        ring.drain(into(drained), random.nextInt(3));
      }
      while (ring.drain(into(drained), 64) > 0) {}

      assertThat(drained).isEqualTo(accepted);
      assertThat(accepted).hasSizeGreaterThan(10_000);
    }
  }

  @Test
  void recordThatWouldWrapStartsAtTheBeginning() {
    try (MappedRing ring = MappedRing.inMemory(1 << 10)) {
      byte[] record = new byte[96]; // 104 bytes with its header: nine leave 88
      List<String> drained = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        ring.accept(0, record, record.length);
        ring.drain(into(drained), 1);
      }

      assertThat(ring.accept(0, record, record.length)).isNull();
      List<Long> ends = new ArrayList<>();
      ring.drain((hook, payload, end) -> ends.add(end), 1);
      assertThat(ends).containsExactly(1024L + 104);
    }
  }
}
