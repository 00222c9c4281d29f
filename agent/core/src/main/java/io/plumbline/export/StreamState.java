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
 *      1  version, 2
 *      8  index up to which lost spans are counted
 *     4+  inferences dropped: number of pairs; reason's code (1), count (8)
 *     4+  spans dropped: likewise
 *      8  inferences made, as told last
 *     4+  inferences dropped at the hooks, as told last: likewise
 *     4+  length and bytes of {@link InferenceMetrics#toBytes}
 * </pre>
 */
final class StreamState {
  private static final int VERSION = 2;

  private final InferenceMetrics metrics;
  private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
  private final Map<DropReason, Long> spansDropped = new EnumMap<>(DropReason.class);
  private long settledIndex;
  private HookCounts told = new HookCounts(0, Map.of());

  private StreamState(InferenceMetrics metrics) {
    this.metrics = metrics;
  }

  /**
   * @param saved {@link #toBytes} of before; null or empty for a stream that nobody has counted
   * @throws IOException when this agent cannot read it
   */
  static StreamState of(@Nullable ByteBuffer saved, TelemetryOptions options) throws IOException {
    if (saved == null || !saved.hasRemaining()) {
      return new StreamState(new InferenceMetrics(options));
    }
    byte[] bytes = new byte[saved.remaining()];
    saved.duplicate().get(bytes);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("a state of version " + version + " is not known to this agent");
    }
    long settledIndex = in.readLong();
    Map<DropReason, Long> dropped = readCounts(in);
    Map<DropReason, Long> spansDropped = readCounts(in);
    HookCounts told = new HookCounts(in.readLong(), readCounts(in));
    StreamState state = new StreamState(InferenceMetrics.fromBytes(readBytes(in), options));
    state.settledIndex = settledIndex;
    state.dropped.putAll(dropped);
    state.spansDropped.putAll(spansDropped);
    state.told = told;
    return state;
  }

  ByteBuffer toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(settledIndex);
      writeCounts(dropped, out);
      writeCounts(spansDropped, out);
      out.writeLong(told.made());
      writeCounts(told.dropped(), out);
      byte[] counted = metrics.toBytes();
      out.writeInt(counted.length);
      out.write(counted);
    } catch (IOException e) {
      throw new UncheckedIOException("an array in memory does not fail", e);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  private static void writeCounts(Map<DropReason, Long> counts, DataOutputStream out)
      throws IOException {
    out.writeInt(counts.size());
    for (Map.Entry<DropReason, Long> count : counts.entrySet()) {
      out.writeByte(count.getKey().code());
      out.writeLong(count.getValue());
    }
  }

  private static Map<DropReason, Long> readCounts(DataInputStream in) throws IOException {
    Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      counts.put(reason(in.readByte()), in.readLong());
    }
    return counts;
  }

  private static DropReason reason(int code) throws IOException {
    for (DropReason reason : DropReason.values()) {
      if (reason.code() == code) {
        return reason;
      }
    }
    throw new IOException("no reason has code " + code);
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

  Map<DropReason, Long> spansDropped() {
    return spansDropped;
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

  /**
   * Records whose spans are lost; not again for those settled before, which come again after a
   * crash between a checkpoint and the acknowledgement after it.
   *
   * @return whether they were counted
   */
  boolean dropSpans(Map<DropReason, Long> lost, long upToIndex) {
    if (lost.isEmpty() || upToIndex <= settledIndex) {
      return false;
    }
    lost.forEach((reason, count) -> spansDropped.merge(reason, count, Long::sum));
    settledIndex = upToIndex;
    return true;
  }
}
