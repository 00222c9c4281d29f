package io.plumbline.export;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.spool.IndexRanges;
import io.plumbline.spool.SpoolLoss;
import io.plumbline.telemetry.LossTime;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Records of a stream whose spans are lost: each once, by reason, whether delivery has come upon
 * the gap or is still before it, as when the receiver is away and the spool is full. Big-endian.
 *
 * <pre>
 * length  meaning
 *      8  index up to which all losses are counted
 *     4+  spans lost: number of pairs; reason's code (1), count (8)
 *     4+  ranges beyond that index that are counted: number; first (8), last (8)
 *     4+  when: number of reasons; code (1), last index (8), from (8) and to (8), ms since 1970
 * </pre>
 */
final class SpanLosses {
  /** More pieces than that are counted as they are reached. */
  private static final int MOST_RANGES = 1024;

  /** The last losses of one reason without a record between them that was delivered. */
  private record Run(long lastIndex, long fromMillis, long toMillis) {}

  private final Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
  private final IndexRanges ahead = new IndexRanges();
  private final Map<DropReason, Run> runs = new EnumMap<>(DropReason.class);
  private long settledIndex;

  Map<DropReason, Long> counts() {
    return counts;
  }

  /** When the records of the last gap were made, by its reason, as far as known. */
  Map<DropReason, LossTime> times() {
    Map<DropReason, LossTime> times = new EnumMap<>(DropReason.class);
    runs.forEach(
        (reason, run) -> times.put(reason, new LossTime(run.fromMillis(), run.toMillis())));
    return times;
  }

  /**
   * Why the spool let go what a process had under way when it died: for the same reason as what it
   * let go last.
   */
  DropReason reasonOfUntold() {
    Run full = runs.get(DropReason.SPOOL_FULL);
    Run expired = runs.get(DropReason.SPOOL_EXPIRED);
    boolean isExpired = expired != null && (full == null || full.lastIndex() < expired.lastIndex());
    return isExpired ? DropReason.SPOOL_EXPIRED : DropReason.SPOOL_FULL;
  }

  /** Counts what of it is not counted yet, before delivery has come there. */
  void foresee(SpoolLoss loss) {
    if (ahead.size() < MOST_RANGES) {
      boolean ignored = count(loss);
    }
  }

  /**
   * @return whether any of it was not counted yet
   */
  boolean count(SpoolLoss loss) {
    boolean counted = false;
    long from = Math.max(loss.firstIndex(), settledIndex + 1);
    for (IndexRanges.Range range : ahead.add(from, loss.lastIndex())) {
      counts.merge(loss.reason(), range.last() - range.first() + 1, Long::sum);
      extend(loss, range);
      counted = true;
    }
    return counted;
  }

  private void extend(SpoolLoss loss, IndexRanges.Range range) {
    Run before = runs.get(loss.reason());
    boolean known = loss.toEpochMillis() > 0;
    boolean goesOn = before != null && range.first() == before.lastIndex() + 1;
    if (before != null && (goesOn || !known)) {
      long to = Math.max(before.toMillis(), loss.toEpochMillis());
      runs.put(loss.reason(), new Run(range.last(), before.fromMillis(), to));
    } else if (known) {
      runs.put(loss.reason(), new Run(range.last(), loss.fromEpochMillis(), loss.toEpochMillis()));
    }
  }

  /**
   * Everything up to an index is delivered or counted; what comes again after a crash, between a
   * checkpoint and the acknowledgement after it, is not counted again.
   *
   * @param rejected spans that the receiver did not take
   * @return whether they were counted
   */
  boolean settle(long upToIndex, long rejected) {
    if (upToIndex <= settledIndex) {
      return false;
    }
    if (rejected > 0) {
      counts.merge(DropReason.REJECTED, rejected, Long::sum);
    }
    settledIndex = upToIndex;
    ahead.forgetUpTo(upToIndex);
    return rejected > 0;
  }

  void writeTo(DataOutputStream out) throws IOException {
    out.writeLong(settledIndex);
    ReasonCounts.write(counts, out);
    out.writeInt(ahead.size());
    for (IndexRanges.Range range : ahead.ranges()) {
      out.writeLong(range.first());
      out.writeLong(range.last());
    }
    out.writeInt(runs.size());
    for (Map.Entry<DropReason, Run> run : runs.entrySet()) {
      out.writeByte(run.getKey().code());
      out.writeLong(run.getValue().lastIndex());
      out.writeLong(run.getValue().fromMillis());
      out.writeLong(run.getValue().toMillis());
    }
  }

  static SpanLosses readFrom(DataInputStream in) throws IOException {
    SpanLosses losses = of(in.readLong(), ReasonCounts.read(in));
    for (int ranges = in.readInt(); ranges > 0; ranges--) {
      losses.ahead.add(in.readLong(), in.readLong());
    }
    for (int reasons = in.readInt(); reasons > 0; reasons--) {
      DropReason reason = ReasonCounts.reason(in.readByte());
      losses.runs.put(reason, new Run(in.readLong(), in.readLong(), in.readLong()));
    }
    return losses;
  }

  /** As the version before had it, or none. */
  static SpanLosses of(long settledIndex, Map<DropReason, Long> counts) {
    SpanLosses losses = new SpanLosses();
    losses.settledIndex = settledIndex;
    losses.counts.putAll(counts);
    return losses;
  }
}
