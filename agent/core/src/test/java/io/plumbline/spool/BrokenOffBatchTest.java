package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch that an error breaks off half-way takes no record with it. */
class BrokenOffBatchTest {
  @TempDir Path base;

  @Test
  void recordsOfAnUnfinishedBatchComeAgain() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory)) {
      for (String text : List.of("a", "b", "c", "d", "e")) {
        assertThat(SpoolBench.append(spool, text)).isNull();
      }
      WithoutMemory stream = new WithoutMemory((TailedStream) spool);
      try (SpoolTailer tailer = new SegmentTailer(stream, 0)) {
        assertThat(tailer.read(1, 1 << 20).records()).hasSize(1);
        stream.failsAtFind = 3;

        assertThatThrownBy(() -> tailer.read(100, 1 << 20)).isInstanceOf(OutOfMemoryError.class);

        assertThat(SpoolBench.readAll(tailer)).containsExactly("b", "c", "d", "e");
      }
    }
  }

  @Test
  void recordThatWasPutBackForTheNextBatchComesAgain() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory)) {
      for (String text : List.of("a", "b", "c")) {
        assertThat(SpoolBench.append(spool, text)).isNull();
      }
      WithoutMemory stream = new WithoutMemory((TailedStream) spool);
      try (SpoolTailer tailer = new SegmentTailer(stream, 0)) {
        assertThat(tailer.read(100, 1).records()).hasSize(1);
        stream.failsAtFind = 1;

        assertThatThrownBy(() -> tailer.read(100, 1 << 20)).isInstanceOf(OutOfMemoryError.class);

        assertThat(SpoolBench.readAll(tailer)).containsExactly("b", "c");
      }
    }
  }

  /** Another stream, with a heap that is full for a moment. */
  private static final class WithoutMemory implements TailedStream {
    private final TailedStream stream;
    int failsAtFind;

    WithoutMemory(TailedStream stream) {
      this.stream = stream;
    }

    @Override
    public @Nullable Segment find(long index) {
      if (failsAtFind > 0 && --failsAtFind == 0) {
        throw new OutOfMemoryError("for a test");
      }
      return stream.find(index);
    }

    @Override
    public boolean isActive(Segment segment) {
      return stream.isActive(segment);
    }

    @Override
    public long lastInSegments() {
      return stream.lastInSegments();
    }

    @Override
    public void gone(long firstIndex, long lastIndex) {
      stream.gone(firstIndex, lastIndex);
    }

    @Override
    public void lost(DropReason reason, long firstIndex, long lastIndex) {
      stream.lost(reason, firstIndex, lastIndex);
    }

    @Override
    public void damaged(Segment segment, long firstIndex, long lastIndex) {
      stream.damaged(segment, firstIndex, lastIndex);
    }

    @Override
    public void distrust(Segment active) {
      stream.distrust(active);
    }

    @Override
    public void report(Throwable error) {
      stream.report(error);
    }
  }
}
