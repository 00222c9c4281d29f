package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.ring.RingCounts;
import io.plumbline.ring.RingRecovery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a process that is gone left behind: the records in its spool, then those that were still in
 * its ring, under its own identity. Read like a living stream; removed when all is delivered.
 */
public final class DeadStream implements SpoolReader, TailedStream {
  static final String ADOPTED = "adopted";

  private final SpoolDirectory directory;
  private final AgentLog log;
  private final AgentErrors errors;
  private final Delivery delivery;
  private final SpoolRetention retention;
  private final Object lock = new Object();

  private final @Nullable SegmentedQueue queue;
  private final @Nullable RingRecovery ring;
  private final long lastInQueue;
  private final long ringPosition;
  private final long lastIndex;

  private DeadStream(
      SpoolDirectory directory,
      @Nullable SegmentedQueue queue,
      SpoolLosses losses,
      AgentLog log,
      AgentErrors errors)
      throws IOException {
    this.directory = directory;
    this.log = log;
    this.errors = errors;
    this.delivery = new Delivery(directory.path(), errors);
    this.retention = new SpoolRetention(delivery, directory.quarantine(), losses, errors);
    this.ring = Files.exists(directory.ringFile()) ? RingRecovery.read(directory.ringFile()) : null;
    this.queue = queue;
    long[] end = endOfQueue();
    this.lastInQueue = end[0];
    this.ringPosition = end[1];
    this.lastIndex = lastInQueue + countRing();
  }

  /**
   * @throws IOException when it cannot be read now
   */
  static DeadStream open(
      SpoolDirectory directory, SpoolLosses losses, AgentLog log, AgentErrors errors)
      throws IOException {
    SegmentedQueue queue =
        hasSegments(directory) ? SegmentedQueue.openLeftover(directory, log, errors) : null;
    DeadStream opened = null;
    try {
      opened = new DeadStream(directory, queue, losses, log, errors);
      return opened;
    } finally {
      if (opened == null && queue != null) {
        queue.close();
      }
    }
  }

  // A process that dies while it opens its queue leaves files that Chronicle cannot open; they hold
  // nothing, and its ring holds all.
  private static boolean hasSegments(SpoolDirectory directory) throws IOException {
    Path queue = directory.queue();
    return Files.isDirectory(queue, LinkOption.NOFOLLOW_LINKS)
        && !SegmentFiles.list(queue).isEmpty();
  }

  /**
   * Looked for once and kept: the records of the ring are numbered from here, and must have the
   * same numbers for whoever adopts the stream next.
   *
   * @return the index of the last record in the queue, and the ring position after it
   */
  private long[] endOfQueue() throws IOException {
    RecordFrame newest =
        queue == null ? null : new DeadSegments(queue, errors).find(directory.queue());
    TwoSlots adopted = new TwoSlots(directory.path(), ADOPTED);
    byte[] before = adopted.value();
    if (before != null) {
      ByteBuffer kept = ByteBuffer.wrap(before);
      return new long[] {kept.getLong(), kept.getLong()};
    }
    long[] end = endOfQueue(newest, ring, delivery.furthest());
    adopted.write(ByteBuffer.allocate(2 * Long.BYTES).putLong(end[0]).putLong(end[1]).array());
    return end;
  }

  /**
   * @param newest record that can be read
   * @param furthest index that is known to have been in the queue
   */
  static long[] endOfQueue(
      @Nullable RecordFrame newest, @Nullable RingRecovery ring, long furthest) {
    long last = newest == null ? 0 : newest.record().index();
    long position = newest == null ? 0 : newest.ringPosition();
    // What the ring has handed on and the queue does not show was damaged. Its numbers are not
    // given again: they may be acknowledged.
    boolean lacksSome = newest == null || (ring != null && ring.hasHandedOnAfter(position));
    return new long[] {lacksSome ? Math.max(last, furthest) : last, position};
  }

  private long countRing() {
    AtomicLong records = new AtomicLong();
    if (ring != null) {
      RingRecovery.Outcome outcome =
          ring.forEach(ringPosition, (hook, payload, end) -> records.incrementAndGet() > 0);
      if (outcome == RingRecovery.Outcome.DAMAGED) {
        log.warn(directory.ringFile() + " is damaged; what came after that place is lost.");
      }
    }
    return records.get();
  }

  /** Whose stream it is. */
  public StreamHeader header() {
    return directory.header();
  }

  /** What its hooks made and dropped; null when it died before it had a ring. */
  public @Nullable RingCounts counts() {
    return ring == null ? null : ring.counts();
  }

  @Override
  public SpoolTailer tailer(long afterIndex) {
    MappedTailer inQueue = queue == null ? null : new MappedTailer(this, afterIndex);
    SpoolTailer inRing = new RingTailer(ring, ringPosition, lastInQueue, afterIndex);
    return new DeadTailer(inQueue, inRing);
  }

  @Override
  public long lastIndex() {
    return lastIndex;
  }

  @Override
  public long ackedIndex() {
    synchronized (lock) {
      return delivery.acked();
    }
  }

  @Override
  public void ack(SpoolBatch batch) {
    if (!batch.isEmpty()) {
      synchronized (lock) {
        delivery.ack(batch.last().index());
        deleteDone();
      }
    }
  }

  @Override
  public @Nullable Checkpoint checkpoint() {
    synchronized (lock) {
      return delivery.checkpoint();
    }
  }

  @Override
  public void save(Checkpoint checkpoint) throws IOException {
    synchronized (lock) {
      delivery.save(checkpoint);
      deleteDone();
    }
  }

  private void deleteDone() {
    if (queue != null) {
      retention.deleteDone(queue);
    }
  }

  /** Removes it from the disk: all is delivered, and so are its last counts. */
  public void remove() throws IOException {
    closeQueue();
    directory.delete();
    log.info("All that " + directory.path() + " held is delivered");
  }

  /** Lets it go, undelivered; it can be adopted again. */
  @Override
  public void close() {
    closeQueue();
    directory.close();
  }

  private void closeQueue() {
    synchronized (lock) {
      if (queue != null) {
        queue.close();
      }
    }
  }

  /** For the log. */
  @Override
  public String toString() {
    long open = lastIndex - Math.min(lastIndex, ackedIndex());
    return directory.path()
        + " of process "
        + header().pid()
        + " holds "
        + open
        + " inferences to deliver, "
        + Math.min(open, lastIndex - lastInQueue)
        + " of them in its ring";
  }

  @Override
  public Object lock() {
    return lock;
  }

  @Override
  public SegmentedQueue queue() {
    if (queue == null) {
      throw new IllegalStateException("there is no queue");
    }
    return queue;
  }

  @Override
  public long lastInQueue() {
    return lastInQueue;
  }

  @Override
  public void lost(DropReason reason, long firstIndex, long lostUpTo) {
    retention.lost(queue(), reason, firstIndex, lostUpTo);
  }

  @Override
  public void unreadable(Segment segment, long fromIndex) {
    retention.cut(queue(), segment, fromIndex);
    log.warn("A part of " + directory.path() + " cannot be read.");
  }

  @Override
  public boolean mayGrow() {
    return false;
  }

  @Override
  public void report(Throwable error) {
    errors.report("spool adoption", error);
  }
}
