package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The spool in mapped files: a {@link SegmentedQueue} and what to do when the disk misbehaves. */
final class MappedSpool implements Spool, TailedStream {
  private static final long TIDY_MILLIS = 1000;

  private final SpoolDirectory directory;
  private final SpoolOptions options;
  private final AgentLog log;
  private final AgentErrors errors;
  private final Clock clock;
  private final Delivery delivery;
  private final SpoolRetention retention;
  private final Refusals refusals;

  private final Object lock = new Object();
  private final FrameBuffer frame;

  private SegmentedQueue queue;
  private volatile long lastIndex;
  private volatile long waitingSinceMillis;
  private volatile boolean rollWanted;
  private volatile boolean closed;

  private long lookAtMillis;

  private MappedSpool(
      SpoolDirectory directory,
      SpoolOptions options,
      SpoolLosses losses,
      AgentLog log,
      AgentErrors errors,
      Clock clock)
      throws IOException {
    this.directory = directory;
    this.options = options;
    this.log = log;
    this.errors = errors;
    this.clock = clock;
    this.delivery = new Delivery(directory.path(), errors);
    this.retention = new SpoolRetention(delivery, directory.quarantine(), losses, errors);
    this.refusals = new Refusals(log, clock);
    this.frame = new FrameBuffer(options.segmentBytes() / 4);
    this.queue = SegmentedQueue.create(directory, options, log, errors);
  }

  /**
   * @throws IOException when files cannot be mapped here, or there is no room
   */
  static MappedSpool open(
      SpoolDirectory directory,
      SpoolOptions options,
      SpoolLosses losses,
      AgentLog log,
      AgentErrors errors,
      Clock clock)
      throws IOException {
    long tenth = Files.getFileStore(directory.path()).getUsableSpace() / 10;
    long size = Math.min(options.maxSizeBytes(), tenth);
    if (size < 2L * options.segmentBytes()) {
      throw new IOException("a tenth of the free space is " + (tenth >> 10) + " KiB, too little");
    }
    SpoolOptions bounded = options.withMaxSizeBytes(size);
    return new MappedSpool(directory, bounded, losses, log, errors, clock);
  }

  @Override
  public @Nullable DropReason append(int hook, ByteBuffer payload, long ringPosition) {
    if (closed || refusals.isTooEarly()) {
      return DropReason.SPOOL_UNAVAILABLE;
    }
    try {
      if (!makeRoom(RecordFrame.HEADER_BYTES + payload.remaining())) {
        return refusals.refused(DropReason.SPOOL_FULL, "it is full and none of it is counted yet");
      }
      write(hook, payload, ringPosition);
      refusals.ended();
      return null;
    } catch (IOException e) {
      return refusals.failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException | InternalError | AssertionError e) {
      // InternalError: the file was cut under the mapping. The others: Chronicle met garbage.
      errors.report("spool append", e);
      startAnew(DropReason.CORRUPTED);
      return refusals.failed("its files are damaged");
    }
  }

  private void write(int hook, ByteBuffer payload, long ringPosition) {
    long index = lastIndex + 1;
    long millis = clock.millis();
    frame.encode(hook, index, millis, ringPosition, payload);
    queue.append(frame, hook, millis);
    if (delivery.acked() == lastIndex) {
      waitingSinceMillis = millis;
    }
    lastIndex = index;
  }

  /**
   * @return false when the limit is reached and nothing can go
   */
  private boolean makeRoom(int frameBytes) throws IOException {
    if (queue.hasRoom(frameBytes) && !rollWanted) {
      return true;
    }
    if (!directory.isPresent()) {
      comeBack();
    }
    synchronized (lock) {
      retention.deleteDone(queue);
      while (queue.sizeBytes() + options.segmentBytes() > options.maxSizeBytes()) {
        if (!retention.deleteOldest(queue, DropReason.SPOOL_FULL)) {
          return false;
        }
      }
      queue.roll(lastIndex + 1);
      rollWanted = false;
      return true;
    }
  }

  /** Somebody removed the directory; what was in it is gone, capture goes on. */
  private void comeBack() throws IOException {
    log.warn(directory.path() + " was removed; the spool starts anew there.");
    directory.restore();
    startAnew(DropReason.SPOOL_UNAVAILABLE);
  }

  private void startAnew(DropReason reason) {
    synchronized (lock) {
      if (delivery.acked() < lastIndex) {
        retention.lost(queue, reason, delivery.acked() + 1, lastIndex);
      }
      queue.close();
      try {
        Quarantine.move(directory.queue(), directory.quarantine());
        queue = SegmentedQueue.create(directory, options, log, errors);
        log.warn("The spool was put into " + directory.quarantine() + " and starts anew.");
      } catch (IOException e) {
        errors.report("spool start", e); // the closed queue refuses; the next append tries again
      }
    }
  }

  @Override
  public void tidy() {
    long now = clock.millis();
    if (now < lookAtMillis || closed) {
      return;
    }
    lookAtMillis = now + TIDY_MILLIS;
    try {
      if (rollWanted || !directory.isPresent()) {
        boolean ignored = makeRoom(options.segmentBytes());
      }
    } catch (IOException e) {
      errors.report("spool tidy", e);
    }
    synchronized (lock) {
      retention.deleteDone(queue);
      retention.deleteExpired(queue, now - options.maxAge().toMillis());
    }
  }

  @Override
  public SpoolTailer tailer(long afterIndex) {
    return new MappedTailer(this, afterIndex);
  }

  @Override
  public void ack(SpoolBatch batch) {
    if (batch.isEmpty()) {
      return;
    }
    synchronized (lock) {
      delivery.ack(batch.last().index());
      waitingSinceMillis = batch.last().spooledEpochMillis();
      retention.deleteDone(queue);
    }
  }

  @Override
  public void save(Checkpoint checkpoint) throws IOException {
    synchronized (lock) {
      delivery.save(checkpoint);
      retention.deleteDone(queue);
    }
  }

  @Override
  public @Nullable Checkpoint checkpoint() {
    synchronized (lock) {
      return delivery.checkpoint();
    }
  }

  @Override
  public long ackedIndex() {
    synchronized (lock) {
      return delivery.acked();
    }
  }

  @Override
  public long lastIndex() {
    return lastIndex;
  }

  @Override
  public int maxRecordLength() {
    return frame.maxPayload();
  }

  @Override
  public long sizeBytes() {
    synchronized (lock) {
      return queue.sizeBytes();
    }
  }

  @Override
  public long lagMillis() {
    return ackedIndex() >= lastIndex ? 0 : Math.max(0, clock.millis() - waitingSinceMillis);
  }

  @Override
  public boolean isDurable() {
    return true;
  }

  @Override
  public Object lock() {
    return lock;
  }

  @Override
  public long lastInQueue() {
    return lastIndex;
  }

  @Override
  public SegmentedQueue queue() {
    return queue;
  }

  @Override
  public void lost(DropReason reason, long firstIndex, long lostUpTo) {
    retention.lost(queue, reason, firstIndex, lostUpTo);
  }

  @Override
  public void unreadable(Segment segment, long fromIndex) {
    if (queue.segments().isActive(segment)) {
      rollWanted = true; // what is appended behind the damage could not be reached either
      return;
    }
    retention.cut(queue, segment, fromIndex);
    log.warn("A part of the spool cannot be read and goes into " + directory.quarantine());
  }

  @Override
  public boolean mayGrow() {
    return true;
  }

  @Override
  public void report(Throwable error) {
    errors.report("spool read", error);
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      queue.close();
    }
  }
}
