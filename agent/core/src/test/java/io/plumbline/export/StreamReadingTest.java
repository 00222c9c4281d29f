package io.plumbline.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.spool.Checkpoint;
import io.plumbline.spool.SpoolBatch;
import io.plumbline.spool.SpoolReader;
import io.plumbline.spool.SpoolTailer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A host without memory may stop the relay at any step; it goes on where it was. */
class StreamReadingTest {
  private final Reader reader = new Reader();
  private final StreamReading reading = new StreamReading(reader, RelayOptions.DEFAULT);

  @Test
  void readingGoesOnBehindWhatWasDealtWith() {
    assertThat(reading.next(7).isEmpty()).isTrue();
    assertThat(reading.next(8).isEmpty()).isTrue();
    reading.breakOff();
    assertThat(reading.next(9).isEmpty()).isTrue();

    assertThat(reader.opened).containsExactly(7L, 9L);
    assertThat(reader.closed).isEqualTo(1);
  }

  @Test
  void tailerThatCannotBeOpenedNowIsOpenedLater() {
    reading.next(3);
    reading.breakOff();
    reader.outOfMemory = true;
    assertThatThrownBy(() -> reading.next(3)).isInstanceOf(OutOfMemoryError.class);
    reading.breakOff();
    reader.outOfMemory = false;
    reading.next(3);

    assertThat(reader.opened).containsExactly(3L, 3L);
  }

  private static final class Reader implements SpoolReader {
    private final List<Long> opened = new ArrayList<>();
    private int closed;
    private boolean outOfMemory;

    @Override
    public SpoolTailer tailer(long afterIndex) {
      if (outOfMemory) {
        throw new OutOfMemoryError("of this test");
      }
      opened.add(afterIndex);
      return new SpoolTailer() {
        @Override
        public SpoolBatch read(int maxRecords, int maxBytes) {
          return SpoolBatch.EMPTY;
        }

        @Override
        public void close() {
          closed++;
        }
      };
    }

    @Override
    public long lastIndex() {
      return 0;
    }

    @Override
    public long ackedIndex() {
      return 0;
    }

    @Override
    public void ack(long index, long spooledEpochMillis) {}

    @Override
    public @Nullable Checkpoint checkpoint() {
      return null;
    }

    @Override
    public void save(Checkpoint checkpoint) {}

    @Override
    public void close() {}
  }
}
