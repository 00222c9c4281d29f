package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.ring.RingCounts;
import io.plumbline.ring.RingRecovery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a process that is gone left behind: the records in its spool, then those that were still in
 * its ring, under its own identity. Read like a living stream; removed when all is delivered.
 * Nothing of it is mapped.
 */
public final class DeadStream implements SpoolReader, TailedStream {
  static final String ADOPTED = "adopted";

  private final SpoolDirectory directory;
  private final ServiceRoom room;
  private final AgentLog log;
  private final AgentErrors errors;
  private final Quarantine quarantine;
  private final Delivery delivery;
  private final DeadSegments found;
  private final long withoutRecords;
  private final DeadRing ring;
  private final SpoolRetention retention;
  private final LossLog lossLog;
  private final FileTime lastSign;
  private final Object lock = new Object();

  private final long lastInSegments;
  private final long ringBase;
  private final long lastIndex;
  private final @Nullable RingCounts counts;
  private boolean damaged;

  private DeadStream(
      SpoolDirectory directory,
      DeadRing ring,
      ServiceRoom room,
      SpoolLosses losses,
      AgentLog log,
      AgentErrors errors)
      throws IOException {
    this.directory = directory;
    this.room = room;
    this.lossLog = new LossLog(log);
    this.log = log;
    this.errors = errors;
    this.ring = ring;
    this.quarantine = directory.quarantine(log);
    this.delivery = Delivery.of(directory.path(), directory.keys(), quarantine, errors);
    if (room.mustForce()) {
      delivery.mustForce();
    }
    this.found = DeadSegments.of(directory);
    this.withoutRecords = found.bytesWithoutRecords();
    this.lastSign = lastSignOf(directory.path());
    this.retention =
        new SpoolRetention(
            found.segments(),
            delivery,
            this::setAside,
            loss -> {
              lossLog.lost(loss, System.currentTimeMillis());
              losses.onLoss(loss);
            },
            errors);
    RecordFrame newest = found.newest();
    this.lastInSegments = newest == null ? 0 : newest.record().index();
    this.ringBase = continueRing(newest);
    this.lastIndex = ringBase + ring.count();
    this.counts = ring.counts(ringBase);
    found.neverOnDisk().forEach(loss -> lost(loss.reason(), loss.firstIndex(), loss.lastIndex()));
    tellMissing();
  }

  /** What no checkpoint covers was never deleted by its owner. */
  private void tellMissing() {
    Segment first = find(0);
    Checkpoint counted = checkpoint();
    long covered = counted == null ? 0 : counted.coveredIndex();
    long before = first == null ? ringBase : first.firstIndex() - 1;
    tellMissing(covered + 1, before);
    tellMissing(Math.max(covered, lastInSegments) + 1, ringBase);
  }

  private void tellMissing(long from, long to) {
    if (from <= to) {
      lost(DropReason.CORRUPTED, from, to);
    }
  }

  /**
   * @throws IOException when it cannot be read now, or is of another version
   */
  static DeadStream open(
      SpoolDirectory directory,
      ServiceRoom room,
      SpoolLosses losses,
      AgentLog log,
      AgentErrors errors)
      throws IOException {
    SegmentFiles.removeUnused(directory.path());
    DeadRing ring = DeadRing.open(directory.ringFile(), log);
    DeadStream opened = null;
    try {
      opened = new DeadStream(directory, ring, room, losses, log, errors);
      room.adopted(opened);
      return opened;
    } finally {
      if (opened == null) {
        ring.close();
      }
    }
  }

  /**
   * Tells the ring where it goes on after the segments. Looked for once and kept: the records of
   * the ring must have the same numbers for whoever adopts the stream next.
   *
   * @return the index before the first record of the ring
   */
  private long continueRing(@Nullable RecordFrame newest) throws IOException {
    TwoSlots adopted = new TwoSlots(directory.path(), ADOPTED);
    byte[] before = adopted.value();
    if (before != null && before.length == 2 * Long.BYTES) {
      ByteBuffer kept = ByteBuffer.wrap(before);
      long base = kept.getLong();
      ring.startAfter(kept.getLong());
      return base;
    }
    long[] end = endOfSegments(newest, ring.recovery(), delivery.furthest());
    adopted.writeBoth(ByteBuffer.allocate(2 * Long.BYTES).putLong(end[0]).putLong(end[1]).array());
    ring.startAfter(end[1]);
    return end[0];
  }

  /**
   * @param newest record that can be read
   * @param furthest index that is known to have been in the stream
   * @return the index before the first record of the ring, and the ring position of that one
   */
  static long[] endOfSegments(
      @Nullable RecordFrame newest, @Nullable RingRecovery ring, long furthest) {
    long last = newest == null ? 0 : newest.record().index();
    long position = newest == null ? 0 : newest.ringPosition();
    // What the ring has handed on and the segments do not show was damaged, or in memory. Its
    // numbers are not given again: they may be acknowledged.
    boolean lacksSome = newest == null || ring == null || ring.hasHandedOnAfter(position);
    return new long[] {lacksSome ? Math.max(last, furthest) : last, position};
  }

  /** When its process last touched what it wrote, or later. */
  private static FileTime lastSignOf(Path stream) throws IOException {
    FileTime last = Files.getLastModifiedTime(stream.resolve(SpoolDirectory.LOCK));
    List<Path> written = new ArrayList<>(SegmentFiles.list(stream));
    written.add(stream.resolve(SpoolDirectory.RING));
    for (Path file : written) {
      if (Files.exists(file)) {
        FileTime time = Files.getLastModifiedTime(file);
        last = time.compareTo(last) > 0 ? time : last;
      }
    }
    return last;
  }

  /** Whether all that is in it is older than what is kept. */
  public boolean isExpired() {
    return room.isTooOld(lastSign.toInstant());
  }

  /** What the streams of its service share. */
  public ServiceRoom room() {
    return room;
  }

  /** What it takes; segments without a record, and the ring, until all of it goes. */
  long sizeBytes() {
    synchronized (lock) {
      return found.segments().sizeOnDisk() + withoutRecords + ring.sizeBytes();
    }
  }

  /**
   * Its oldest segment goes, undelivered, when it is counted.
   *
   * @return whether there was one
   */
  boolean giveUpOldest(DropReason reason) {
    synchronized (lock) {
      forceWhatLetsGo();
      return retention.deleteOldest(reason);
    }
  }

  void expire(long beforeMillis) {
    synchronized (lock) {
      forceWhatLetsGo();
      retention.deleteExpired(beforeMillis);
    }
    lossLog.tidy(System.currentTimeMillis());
  }

  /** As {@link #giveUpOldest}, for want of room; for the relay. */
  public boolean giveUpOldest() {
    return giveUpOldest(DropReason.SPOOL_FULL);
  }

  /**
   * What is left in its ring goes, when no segment is left before it. All of it has to be counted,
   * and what its hooks counted to stand in the checkpoint.
   *
   * @return whether there was a ring to give up
   */
  public boolean giveUpRing(DropReason reason) throws IOException {
    synchronized (lock) {
      // What is damaged is to be looked at, and says what became of the missing.
      if (!found.segments().all().isEmpty()
          || !ring.isThere()
          || reasonOfMissing() != DropReason.PROCESS_DIED) {
        return false;
      }
      long from = Math.max(delivery.acked(), ringBase) + 1;
      if (from <= lastIndex) {
        retention.lost(reason, from, lastIndex);
      }
      ring.giveUp();
      return true;
    }
  }

  /** Lets it go for a while: little is left in it, and others wait. */
  public void letGo() {
    room.setAside(directory.path());
    close();
  }

  @Override
  public SpoolKeys keys() {
    return directory.keys();
  }

  /** Whose stream it is. */
  public StreamHeader header() {
    return directory.header();
  }

  /** What its hooks made and dropped; null when nothing tells. */
  public @Nullable RingCounts counts() {
    return counts;
  }

  /** What became of inferences that its hooks counted and that are nowhere. */
  public DropReason reasonOfMissing() {
    boolean fromSegments = found.areDamaged() && ring.isBeyondSegments();
    return ring.isDamaged() || fromSegments ? DropReason.CORRUPTED : DropReason.PROCESS_DIED;
  }

  @Override
  public SpoolTailer tailer(long afterIndex) {
    return new DeadTailer(
        new SegmentTailer(this, afterIndex), ring.tailer(ringBase, afterIndex), ring::isGivenUp);
  }

  @Override
  public long lastIndex() {
    return lastIndex;
  }

  @Override
  public long ackedIndex() {
    return delivery.acked();
  }

  @Override
  public void ack(long index, long spooledEpochMillis) {
    synchronized (lock) {
      delivery.ack(index);
      deleteDone();
    }
  }

  @Override
  public boolean awaitsCheckpoint(long counted) {
    synchronized (lock) {
      return retention.awaitsCheckpoint(counted);
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
    forceWhatLetsGo();
    retention.deleteDone();
  }

  /** On whatever thread of the agent delivers it: nobody appends to it. */
  private void forceWhatLetsGo() {
    if (retention.awaitsForce()) {
      Delivery.Written written = delivery.written();
      try {
        written.force();
        delivery.forced(written);
      } catch (IOException e) {
        errors.report("spool force", e);
      }
    }
  }

  @Override
  public void saveOver(Checkpoint checkpoint) throws IOException {
    synchronized (lock) {
      delivery.saveOver(checkpoint);
    }
  }

  @Override
  public Path directory() {
    return directory.path();
  }

  @Override
  public void erase(RecordErasure erasure, boolean dryRun, ErasureTally tally) throws IOException {
    List<Segment> all;
    synchronized (lock) {
      all = found.segments().all();
    }
    StreamErasure dead = new StreamErasure(directory.path(), directory.keys(), dryRun, tally);
    for (Segment segment : all) {
      dead.segment(Objects.requireNonNull(segment.file()), erasure);
    }
    for (Path file : found.withoutRecords()) {
      dead.segment(file, erasure);
    }
    dead.ring(erasure);
    ring.forget();
  }

  /** Removes it from the disk: all is delivered, and so are its last counts. */
  public void remove() throws IOException {
    delete();
    log.info("All that " + directory.path() + " held is delivered");
  }

  /** Removes it, being {@link #isExpired}, though nobody took its last counts. */
  public void abandon() throws IOException {
    delete();
    log.warn(
        directory.path() + " is older than spool.max_age and goes; nobody took its last counts");
  }

  private void delete() throws IOException {
    ring.close();
    try {
      keepWhatIsDamaged();
      directory.delete();
    } finally {
      room.letGo(this, 0);
    }
    lossLog.tidy(Long.MAX_VALUE);
  }

  private void keepWhatIsDamaged() throws IOException {
    String stream = directory.path().getFileName().toString();
    if (ring.isDamaged()) {
      quarantine.keep(directory.ringFile(), "ring-of-" + stream);
    }
    if (damaged || reasonOfMissing() == DropReason.CORRUPTED) {
      for (Path file : found.withoutRecords()) {
        quarantine.keep(file, "segment-of-" + stream + "-" + file.getFileName());
      }
    }
  }

  /** Lets it go: this process cannot deliver it, another version may. */
  public void reject(Exception why) {
    log.warn(directory.path() + " cannot be delivered: " + why.getMessage());
    room.letGo(this, 0);
    ring.close();
    directory.leaveAlone();
  }

  /** Lets it go, undelivered; it can be adopted again. */
  @Override
  public void close() {
    room.letGo(this, sizeBytes());
    ring.close();
    directory.close();
    lossLog.tidy(Long.MAX_VALUE);
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
        + Math.min(open, lastIndex - ringBase)
        + " of them in its ring";
  }

  @Override
  public @Nullable Segment find(long index) {
    synchronized (lock) {
      return found.segments().find(index);
    }
  }

  @Override
  public boolean isActive(Segment segment) {
    return false;
  }

  @Override
  public long lastInSegments() {
    return lastInSegments;
  }

  @Override
  public void gone(long firstIndex, long lastGone) {
    Checkpoint counted = checkpoint();
    long first = Math.max(firstIndex, counted == null ? 0 : counted.coveredIndex() + 1);
    if (first <= lastGone) {
      lost(DropReason.CORRUPTED, first, lastGone);
    }
  }

  @Override
  public void lost(DropReason reason, long firstIndex, long lostUpTo) {
    synchronized (lock) {
      retention.lost(reason, firstIndex, lostUpTo);
    }
  }

  @Override
  public void damaged(Segment segment, long firstIndex, long lostUpTo) {
    lost(DropReason.CORRUPTED, firstIndex, lostUpTo);
    if (!damaged) {
      damaged = true;
      log.warn("A part of " + segment.file() + " cannot be read; the rest of it is delivered.");
    }
    segment.markDamaged();
    Segment after = lostUpTo == segment.lastIndex() ? find(lostUpTo + 1) : null;
    if (after != null) {
      after.markDamaged(); // either lost its end or the other its start
    }
  }

  @Override
  public void distrust(Segment segment) {
    // Nothing is appended.
  }

  @Override
  public void report(Throwable error) {
    errors.report("spool adoption", error);
  }

  private void setAside(Path file, String name) {
    try {
      quarantine.keep(file, name);
    } catch (IOException e) {
      errors.report("spool quarantine", e);
    }
  }
}
