package io.plumbline.spool;

import io.plumbline.diagnostics.DropReason;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The spool where nothing can be mapped: bounded, and lost with the process. */
final class MemorySpool implements Spool {
  private static final int MAX_RECORD = 2 << 20;

  /** Roughly what a record takes besides its payload. */
  private static final int OVERHEAD_BYTES = 120;

  private final Deque<SpoolRecord> records = new ArrayDeque<>();
  private final long maxBytes;
  private final SpoolLosses losses;
  private final Clock clock;
  private long bytes;
  private long lastIndex;
  private long acked;
  private @Nullable Checkpoint checkpoint;

  MemorySpool(SpoolOptions options, SpoolLosses losses, Clock clock) {
    this.maxBytes = options.maxMemoryBytes();
    this.losses = losses;
    this.clock = clock;
  }

  @Override
  public synchronized @Nullable DropReason append(int hook, ByteBuffer payload, long ringPosition) {
    long size = size(payload);
    while (bytes + size > maxBytes && !records.isEmpty()) {
      if (records.getFirst().index() > covered()) {
        return DropReason.SPOOL_FULL;
      }
      dropOldest();
    }
    ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
    lastIndex++;
    records.add(new SpoolRecord(lastIndex, hook, clock.millis(), copy.asReadOnlyBuffer()));
    bytes += size;
    return null;
  }

  private static long size(ByteBuffer payload) {
    return OVERHEAD_BYTES + (long) payload.remaining();
  }

  private void dropOldest() {
    SpoolRecord oldest = removeOldest();
    if (oldest.index() > acked) {
      long millis = oldest.spooledEpochMillis();
      losses.onLoss(
          new SpoolLoss(
              DropReason.SPOOL_FULL,
              oldest.index(),
              oldest.index(),
              millis,
              millis,
              Map.of(oldest.hook(), 1L)));
    }
  }

  private SpoolRecord removeOldest() {
    SpoolRecord oldest = records.removeFirst();
    bytes -= size(oldest.payload());
    return oldest;
  }

  private long covered() {
    return checkpoint == null ? 0 : checkpoint.coveredIndex();
  }

  @Override
  public SpoolTailer tailer(long afterIndex) {
    return new Tailer(afterIndex);
  }

  private synchronized SpoolBatch after(long index, int maxRecords, int maxBatchBytes) {
    List<SpoolRecord> batch = new ArrayList<>();
    long batchBytes = 0;
    for (SpoolRecord record : records) {
      if (record.index() > index) {
        batchBytes += record.payload().remaining();
        if (batch.size() == maxRecords || (batchBytes > maxBatchBytes && !batch.isEmpty())) {
          break;
        }
        batch.add(record);
      }
    }
    return batch.isEmpty() ? SpoolBatch.EMPTY : new SpoolBatch(batch);
  }

  @Override
  public synchronized void ack(SpoolBatch batch) {
    if (!batch.isEmpty()) {
      acked = Math.max(acked, batch.last().index());
      removeDone();
    }
  }

  @Override
  public synchronized void save(Checkpoint next) {
    checkpoint = next;
    removeDone();
  }

  private void removeDone() {
    long done = Math.min(acked, covered());
    while (!records.isEmpty() && records.getFirst().index() <= done) {
      removeOldest();
    }
  }

  @Override
  public void tidy() {
    // Nothing is due: what is delivered goes at once.
  }

  @Override
  public synchronized @Nullable Checkpoint checkpoint() {
    return checkpoint;
  }

  @Override
  public synchronized long lastIndex() {
    return lastIndex;
  }

  @Override
  public synchronized long ackedIndex() {
    return acked;
  }

  @Override
  public int maxRecordLength() {
    return (int) Math.min(MAX_RECORD, maxBytes - OVERHEAD_BYTES);
  }

  @Override
  public synchronized long sizeBytes() {
    return bytes;
  }

  @Override
  public synchronized long lagMillis() {
    return records.stream()
        .filter(record -> record.index() > acked)
        .findFirst()
        .map(record -> Math.max(0, clock.millis() - record.spooledEpochMillis()))
        .orElse(0L);
  }

  @Override
  public boolean isDurable() {
    return false;
  }

  @Override
  public void close() {
    // Goes with its last reference.
  }

  private final class Tailer implements SpoolTailer {
    private long read;

    Tailer(long afterIndex) {
      this.read = afterIndex;
    }

    @Override
    public SpoolBatch read(int maxRecords, int maxBytes) {
      SpoolBatch batch = after(read, maxRecords, maxBytes);
      if (!batch.isEmpty()) {
        read = batch.last().index();
      }
      return batch;
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
