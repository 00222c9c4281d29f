package io.plumbline.export;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.export.RelayStream.HookCounts;
import io.plumbline.telemetry.InferenceMetrics;
import io.plumbline.telemetry.TelemetryOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a stream up to its last checkpoint, and goes into the next one: the metrics, the
 * losses that only the relay sees, and what was told of the hooks. Big-endian.
 *
 * <pre>
 * length  meaning
 *      1  version, 3; 2 had index and counts of lost spans and no more of {@link SpanLosses}
 *    20+  {@link SpanLosses}
 *     4+  inferences dropped: number of pairs; reason's code (1), count (8)
 *      8  inferences made, as told last
 *     4+  inferences dropped at the hooks, as told last: likewise
 *     4+  length and bytes of {@link InferenceMetrics#toBytes}
 * </pre>
 */
final class StreamState {
  private static final int VERSION = 3;
  private static final int BEFORE_SPAN_LOSSES = 2;

  private final InferenceMetrics metrics;
  private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
  private final SpanLosses spanLosses;
  private HookCounts told = new HookCounts(0, Map.of());

  private StreamState(InferenceMetrics metrics, SpanLosses spanLosses) {
    this.metrics = metrics;
    this.spanLosses = spanLosses;
  }

  /**
   * @param saved {@link #toBytes} of before; null or empty for a stream that nobody has counted
   * @throws IOException when this agent cannot read it
   */
  static StreamState of(@Nullable ByteBuffer saved, TelemetryOptions options) throws IOException {
    if (saved == null || !saved.hasRemaining()) {
      return new StreamState(new InferenceMetrics(options), new SpanLosses());
    }
    byte[] bytes = new byte[saved.remaining()];
    saved.duplicate().get(bytes);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int version = in.readByte();
    if (version == BEFORE_SPAN_LOSSES) {
      long settledIndex = in.readLong();
      Map<DropReason, Long> dropped = ReasonCounts.read(in);
      return rest(in, SpanLosses.of(settledIndex, ReasonCounts.read(in)), dropped, options);
    }
    if (version != VERSION) {
      throw new IOException("a state of version " + version + " is not known to this agent");
    }
    SpanLosses spanLosses = SpanLosses.readFrom(in);
    return rest(in, spanLosses, ReasonCounts.read(in), options);
  }

  private static StreamState rest(
      DataInputStream in,
      SpanLosses spanLosses,
      Map<DropReason, Long> dropped,
      TelemetryOptions options)
      throws IOException {
    HookCounts told = new HookCounts(in.readLong(), ReasonCounts.read(in));
    InferenceMetrics metrics = InferenceMetrics.fromBytes(readBytes(in), options);
    StreamState state = new StreamState(metrics, spanLosses);
    state.dropped.putAll(dropped);
    state.told = told;
    return state;
  }

  ByteBuffer toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      spanLosses.writeTo(out);
      ReasonCounts.write(dropped, out);
      out.writeLong(told.made());
      ReasonCounts.write(told.dropped(), out);
      byte[] counted = metrics.toBytes();
      out.writeInt(counted.length);
      out.write(counted);
    } catch (IOException e) {
      throw new UncheckedIOException("an array in memory does not fail", e);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a state of " + length + " bytes is not whole");
    }
    return in.readNBytes(length);
  }

  InferenceMetrics metrics() {
    return metrics;
  }

  Map<DropReason, Long> dropped() {
    return dropped;
  }

  SpanLosses spanLosses() {
    return spanLosses;
  }

  /**
   * What can be told of the hooks: never less than was told before, though their ring may be gone,
   * and never less than is counted here.
   *
   * @param counted records
   */
  HookCounts tell(HookCounts hooks, long counted) {
    Map<DropReason, Long> most = new EnumMap<>(DropReason.class);
    most.putAll(told.dropped());
    hooks.dropped().forEach((reason, count) -> most.merge(reason, count, Math::max));
    long accountedFor = counted + most.values().stream().mapToLong(n -> n).sum();
    long made = Math.max(accountedFor, Math.max(told.made(), hooks.made()));
    told = new HookCounts(made, most);
    return told;
  }

  /** Records that no metric counts. */
  void drop(DropReason reason, long inferences) {
    if (inferences > 0) {
      dropped.merge(reason, inferences, Long::sum);
    }
  }
}
