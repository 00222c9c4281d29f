package io.plumbline.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.capture.RecorderExtension;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.spool.Checkpoint;
import io.plumbline.spool.Spool;
import io.plumbline.spool.SpoolBatch;
import io.plumbline.spool.SpoolOptions;
import io.plumbline.spool.SpoolReader;
import io.plumbline.spool.SpoolRecord;
import io.plumbline.spool.SpoolTailer;
import io.plumbline.telemetry.ProcessCounts;
import io.plumbline.telemetry.TelemetryOptions;
import io.plumbline.telemetry.TelemetryStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A host without memory, just when the relay counts: nothing is counted twice or left out. */
class BrokenOffCountTest {
  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  private final RelayBench bench = new RelayBench();
  private final Spool spool = Spool.inMemory(SpoolOptions.DEFAULT, bench.lost, Clock.systemUTC());
  private final WithoutMemory stream = new WithoutMemory(bench.stream(spool));

  @BeforeEach
  void recordsOfThirtyInferences() {
    bench.append(spool, new RecordedCalls(recorder).make(30));
  }

  @Test
  void batchThatIsNotReadIsCountedLater() throws IOException {
    StreamRelay relay = relay();
    assertThat(relay.count()).isTrue();
    stream.failingReads = 1;

    assertThatThrownBy(relay::count).isInstanceOf(OutOfMemoryError.class);

    assertCountedExactly(relay, 30, Map.of());
  }

  @Test
  void batchIsReadAgainAlsoWhenThereIsNoMemoryToGoBack() throws IOException {
    StreamRelay relay = relay();
    stream.failingReads = 1;
    assertThatThrownBy(relay::count).isInstanceOf(OutOfMemoryError.class);
    stream.failingTailers = 2;

    assertThatThrownBy(relay::count).isInstanceOf(OutOfMemoryError.class);
    assertThatThrownBy(relay::count).isInstanceOf(OutOfMemoryError.class);

    assertCountedExactly(relay, 30, Map.of());
  }

  @Test
  void batchThatBreaksOffHalfWayIsCountedOnce() throws IOException {
    stream.withoutIndex = 15;
    StreamRelay relay = relay();
    assertThat(relay.count()).isTrue();
    relay.checkpoint();
    stream.failingLost = 1;

    assertThatThrownBy(relay::count).isInstanceOf(OutOfMemoryError.class);

    assertCountedExactly(relay, 29, Map.of(DropReason.CORRUPTED, 1L));
  }

  @Test
  void batchThatBreaksOffBeforeAnyCheckpointIsCountedOnce() throws IOException {
    stream.withoutIndex = 15;
    StreamRelay relay = relay();
    assertThat(relay.count()).isTrue();
    stream.failingLost = 1;

    assertThatThrownBy(relay::count).isInstanceOf(OutOfMemoryError.class);

    assertCountedExactly(relay, 29, Map.of(DropReason.CORRUPTED, 1L));
  }

  @Test
  void nothingHalfCountedIsSaved() throws IOException {
    stream.withoutIndex = 15;
    StreamRelay relay = relay();
    assertThat(relay.count()).isTrue();
    relay.checkpoint();
    stream.failingLost = 1;
    assertThatThrownBy(relay::count).isInstanceOf(OutOfMemoryError.class);

    relay.checkpoint();

    Checkpoint saved = Objects.requireNonNull(spool.checkpoint());
    assertThat(saved.coveredIndex()).isEqualTo(10);
    assertCountedExactly(relay, 29, Map.of(DropReason.CORRUPTED, 1L));
  }

  @Test
  void spansOfABatchThatIsNotReadAreDeliveredLater() throws IOException {
    StreamRelay relay = relay();
    stream.failingReads = 1;

    assertThatThrownBy(relay::next).isInstanceOf(OutOfMemoryError.class);

    assertThat(relay.next()).hasSize(10);
  }

  private StreamRelay relay() throws IOException {
    return new StreamRelay(
        stream, TelemetryOptions.defaults("1"), RelayBench.OPTIONS, bench.errors);
  }

  private void assertCountedExactly(
      StreamRelay relay, long inferences, Map<DropReason, Long> dropped) throws IOException {
    while (relay.count()) {
      assertThat(relay.isDone()).isFalse();
    }
    relay.checkpoint();
    Checkpoint saved = Objects.requireNonNull(spool.checkpoint());
    assertThat(saved.coveredIndex()).isEqualTo(30);
    StreamState state = StreamState.of(saved.state(), TelemetryOptions.defaults("1"));
    assertThat(state.dropped()).isEqualTo(dropped);
    bench.metrics.addAll(relay.snapshot(relay.hookCounts(), 1, ProcessCounts.NONE));
    assertThat(bench.counted(77)).isEqualTo(inferences);
  }

  /** A stream that lacks a record, perhaps, read with a heap that is full for a moment. */
  private static final class WithoutMemory implements RelayStream, SpoolReader {
    private final RelayStream stream;
    int failingReads;
    int failingTailers;
    int failingLost;
    long withoutIndex;

    WithoutMemory(RelayStream stream) {
      this.stream = stream;
    }

    private static void failIf(boolean full) {
      if (full) {
        throw new OutOfMemoryError("for a test");
      }
    }

    @Override
    public LostRanges lost() {
      failIf(failingLost-- > 0);
      return stream.lost();
    }

    @Override
    public SpoolTailer tailer(long afterIndex) {
      failIf(failingTailers-- > 0);
      SpoolTailer tailer = stream.reader().tailer(afterIndex);
      return new SpoolTailer() {
        @Override
        public SpoolBatch read(int maxRecords, int maxBytes) {
          List<SpoolRecord> records = new ArrayList<>(tailer.read(maxRecords, maxBytes).records());
          failIf(failingReads-- > 0);
          records.removeIf(record -> record.index() == withoutIndex);
          return new SpoolBatch(records);
        }

        @Override
        public void close() {
          tailer.close();
        }
      };
    }

    @Override
    public SpoolReader reader() {
      return this;
    }

    @Override
    public long lastIndex() {
      return stream.reader().lastIndex();
    }

    @Override
    public long ackedIndex() {
      return stream.reader().ackedIndex();
    }

    @Override
    public void ack(long index, long spooledEpochMillis) {
      stream.reader().ack(index, spooledEpochMillis);
    }

    @Override
    public @Nullable Checkpoint checkpoint() {
      return stream.reader().checkpoint();
    }

    @Override
    public void save(Checkpoint checkpoint) throws IOException {
      stream.reader().save(checkpoint);
    }

    @Override
    public TelemetryStream identity() {
      return stream.identity();
    }

    @Override
    public HookCounts hookCounts() {
      return stream.hookCounts();
    }

    @Override
    public long sizeBytes() {
      return stream.sizeBytes();
    }

    @Override
    public Duration lag() {
      return stream.lag();
    }

    @Override
    public boolean isLiving() {
      return stream.isLiving();
    }

    @Override
    public boolean isDurable() {
      return stream.isDurable();
    }

    @Override
    public void remove() throws IOException {
      stream.remove();
    }

    @Override
    public DropReason reasonOfMissing() {
      return stream.reasonOfMissing();
    }

    @Override
    public void reject(Exception why) {
      stream.reject(why);
    }

    @Override
    public void close() {
      stream.close();
    }
  }
}
