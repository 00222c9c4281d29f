package io.plumbline.spool;

import static io.plumbline.spool.SpoolBench.append;
import static io.plumbline.spool.SpoolBench.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemorySpoolTest {
  private final SpoolBench bench = new SpoolBench(Path.of("unused"));
  private final Spool spool = Spool.inMemory(options(), bench.losses::add, bench.clock);

  @Test
  void recordsAreReadInOrderUntilAcked() throws IOException {
    append(spool, "one");
    append(spool, "two");
    assertThat(readAll(spool)).containsExactly("one", "two");

    spool.ack(spool.tailer(0).read(1, 1));
    spool.save(Checkpoint.empty(1));

    assertThat(readAll(spool, spool.ackedIndex())).containsExactly("two");
    assertThat(spool.ackedIndex()).isEqualTo(1);
    assertThat(spool.isDurable()).isFalse();
  }

  @Test
  void oldestGoesFirstAndIsTold() throws IOException {
    while (append(spool, 5, "text") == null) {}
    assertThat(bench.losses).isEmpty(); // not one that is not counted yet
    assertThat(append(spool, 5, "text")).isEqualTo(DropReason.SPOOL_FULL);

    spool.save(Checkpoint.empty(spool.lastIndex()));

    assertThat(append(spool, 5, "text")).isNull();
    assertThat(bench.losses).hasSize(1);
    assertThat(bench.losses.get(0).firstIndex()).isEqualTo(1);
    long lost = bench.losses.get(0).records();
    assertThat(bench.losses.get(0).recordsByHook()).isEqualTo(Map.of(5, lost));
    assertThat(readAll(spool)).hasSize((int) (spool.lastIndex() - lost));
  }

  private static SpoolOptions options() {
    return new SpoolOptions(
        SpoolMode.MEMORY, 4L << 20, 1000, Duration.ofDays(1), 0, SpoolOptions.MIN_SEGMENT_BYTES);
  }
}
