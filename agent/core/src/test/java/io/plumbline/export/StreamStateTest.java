package io.plumbline.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.export.RelayStream.HookCounts;
import io.plumbline.spool.SpoolLoss;
import io.plumbline.telemetry.InferenceMetrics;
import io.plumbline.telemetry.LossTime;
import io.plumbline.telemetry.TelemetryOptions;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamStateTest {
  private static final TelemetryOptions OPTIONS = TelemetryOptions.defaults("1");

  @Test
  void lossesAreCountedOnceAlsoAfterARestart() throws IOException {
    StreamState state = StreamState.of(null, OPTIONS);
    state.spanLosses().foresee(full(11, 20, 1000, 2000));
    state.spanLosses().foresee(full(21, 30, 2000, 3000));
    StreamState next = StreamState.of(state.toBytes(), OPTIONS);

    assertThat(next.spanLosses().count(full(11, 31, 1000, 3100))).isTrue();
    assertThat(next.spanLosses().settle(40, 2)).isTrue();
    assertThat(next.spanLosses().count(full(35, 40, 0, 0))).isFalse();
    assertThat(next.spanLosses().settle(40, 2)).isFalse();

    assertThat(next.spanLosses().counts())
        .isEqualTo(Map.of(DropReason.SPOOL_FULL, 21L, DropReason.REJECTED, 2L));
    assertThat(StreamState.of(next.toBytes(), OPTIONS).spanLosses().times())
        .isEqualTo(Map.of(DropReason.SPOOL_FULL, new LossTime(1000, 3100)));
  }

  @Test
  void timeIsThatOfTheNewestGap() throws IOException {
    SpanLosses losses = StreamState.of(null, OPTIONS).spanLosses();
    losses.foresee(full(1, 10, 1000, 2000));
    losses.foresee(full(15, 20, 5000, 6000));
    assertThat(losses.times()).isEqualTo(Map.of(DropReason.SPOOL_FULL, new LossTime(5000, 6000)));

    losses.foresee(full(30, 31, 0, 0)); // nobody knows when
    assertThat(losses.times()).isEqualTo(Map.of(DropReason.SPOOL_FULL, new LossTime(5000, 6000)));
  }

  @Test
  void stateOfTheVersionBeforeIsRead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(2);
      out.writeLong(50);
      ReasonCounts.write(Map.of(DropReason.CORRUPTED, 3L), out);
      ReasonCounts.write(Map.of(DropReason.SPOOL_FULL, 4L), out);
      out.writeLong(9);
      ReasonCounts.write(Map.of(DropReason.RING_FULL, 1L), out);
      byte[] metrics = new InferenceMetrics(OPTIONS).toBytes();
      out.writeInt(metrics.length);
      out.write(metrics);
    }
    StreamState state = StreamState.of(ByteBuffer.wrap(bytes.toByteArray()), OPTIONS);

    assertThat(state.dropped()).isEqualTo(Map.of(DropReason.CORRUPTED, 3L));
    assertThat(state.spanLosses().counts()).isEqualTo(Map.of(DropReason.SPOOL_FULL, 4L));
    assertThat(state.spanLosses().count(full(49, 50, 0, 0))).isFalse();
    HookCounts told = state.tell(new HookCounts(0, Map.of()), 5);
    assertThat(told).isEqualTo(new HookCounts(9, Map.of(DropReason.RING_FULL, 1L)));
  }

  private static SpoolLoss full(long first, long last, long from, long to) {
    return new SpoolLoss(DropReason.SPOOL_FULL, first, last, from, to, Map.of());
  }
}
