package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stream of this process, in segments: on disk as long as the disk takes them, in memory,
 * bounded, while it does not.
 */
final class SegmentedSpool implements Spool, TailedStream {
  private static final long TIDY_MILLIS = 1000;

  private final SpoolHome home;
  private final ServiceRoom room;
  private final SpoolOptions options;
  private final AgentLog log;
  private final AgentErrors errors;
  private final Clock clock;
  private final SpoolDisk disk;
  private final Delivery delivery;
  private final Refusals refusals;
  private final FrameBuffer frame;
  private final SpoolForce force;

  private final Object lock = new Object();
  private final SegmentTable segments = new SegmentTable();
  private final SpoolRetention retention;
  private final LossLog lossLog;

  private volatile long lastIndex;
  private volatile long waitingSinceMillis;
  private volatile boolean rollWanted;
  private volatile boolean closed;

  private @Nullable Segment active; // the table's, for the writer thread
  private SealedBytes.@Nullable Sealer sealer;
  private long lastIndexOnDisk;
  private long lookAtMillis;

  SegmentedSpool(
      SpoolHome home,
      SpoolOptions options,
      SpoolLosses losses,
      AgentLog log,
      AgentErrors errors,
      Clock clock) {
    this.home = home;
    this.room = home.room();
    room.keepFor(options.maxAge(), clock);
    room.mustForce(options.fsync() != SpoolFsync.NEVER);
    this.options = options;
    this.log = log;
    this.errors = errors;
    this.clock = clock;
    this.disk = new SpoolDisk(home, options, log, errors, clock);
    this.delivery = new Delivery(errors);
    this.refusals = new Refusals(log, clock);
    this.frame = new FrameBuffer(maxFrameBytes(options));
    this.force = new SpoolForce(options.fsync(), errors, clock);
    if (force.isOn()) {
      delivery.mustForce();
    }
    this.lossLog = new LossLog(log);
    this.retention =
        new SpoolRetention(
            segments,
            delivery,
            this::quarantine,
            loss -> {
              lossLog.lost(loss, clock.millis());
              losses.onLoss(loss);
            },
            errors);
  }

  private static int maxFrameBytes(SpoolOptions options) {
    int onDisk = options.segmentBytes() / 4;
    return options.mode() == SpoolMode.MEMORY
        ? (int) Math.min(onDisk, options.maxMemoryBytes() / 2)
        : onDisk;
  }

  /** Opens the disk, so that it is said at once where records are going to be. */
  void open() {
    try {
      if (disk.isWorthTrying() && home.directory() != null) {
        disk.open(delivery);
      }
    } catch (IOException e) {
      disk.failed(e);
    }
  }

  @Override
  public @Nullable DropReason append(int hook, ByteBuffer payload, long ringPosition) {
    if (closed) {
      return DropReason.SPOOL_UNAVAILABLE;
    }
    int bytes = RecordFrame.HEADER_BYTES + SealedBytes.OVERHEAD_BYTES + payload.remaining();
    int from = payload.position();
    // A segment may fail, then the disk.
    for (int attempt = 0; attempt < 3; attempt++) {
      DropReason refusal = makeRoom(bytes);
      if (refusal != null) {
        return refusal;
      }
      if (write(hook, payload.position(from), ringPosition)) {
        refusals.ended();
        return null;
      }
    }
    return refusals.refused(DropReason.SPOOL_UNAVAILABLE, "its files are damaged");
  }

  private boolean write(int hook, ByteBuffer payload, long ringPosition) {
    Segment segment = active;
    if (segment == null) {
      return false;
    }
    long index = lastIndex + 1;
    long millis = clock.millis();
    try {
      encode(segment, hook, index, millis, ringPosition, payload);
      segment.content().append(frame);
    } catch (IOException e) {
      disk.failed(e);
      closeActive();
      return false;
    }
    segment.add(hook, millis);
    force.appended(segment);
    if (segment.isOnDisk()) {
      lastIndexOnDisk = index;
    }
    if (delivery.acked() == lastIndex) {
      waitingSinceMillis = millis;
    }
    lastIndex = index;
    return true;
  }

  /** What goes to the disk is sealed where there is a key; what stays in memory is not. */
  private void encode(
      Segment segment, int hook, long index, long millis, long ringPosition, ByteBuffer payload)
      throws IOException {
    long notOnDisk = lastIndex - lastIndexOnDisk;
    if (!segment.isOnDisk() || !keys().areEncrypting()) {
      frame.encode(hook, index, notOnDisk, millis, ringPosition, payload);
      return;
    }
    try {
      SealedBytes.Sealer own = sealer == null ? keys().recordSealer() : sealer;
      sealer = Objects.requireNonNull(own);
      frame.encodeSealed(own, hook, index, notOnDisk, millis, ringPosition, payload);
    } catch (GeneralSecurityException e) {
      throw new IOException("it cannot be encrypted: " + e.getMessage(), e);
    }
  }

  @Override
  public SpoolKeys keys() {
    SpoolDirectory directory = home.directory();
    return directory == null ? SpoolKeys.NONE : directory.keys();
  }

  /**
   * @return why there is none, or null
   */
  private @Nullable DropReason makeRoom(int frameBytes) {
    Segment segment = active;
    if (segment != null && !rollWanted && segment.content().hasRoom(frameBytes)) {
      return null;
    }
    leaveIfLost();
    if (disk.isWorthTrying()) {
      try {
        return rollOnDisk();
      } catch (IOException e) {
        disk.failed(e);
      }
    }
    return rollInMemory(frameBytes);
  }

  private @Nullable DropReason rollOnDisk() throws IOException {
    disk.open(delivery);
    forceWhatLetsGo();
    synchronized (lock) {
      retention.deleteDone();
      disk.requireRoomBeside(segments.sizeOnDisk() + room.ofDead());
      while (segments.sizeOnDisk() + room.ofDead() + options.segmentBytes() > disk.limit()) {
        if (!giveUpOldest()) {
          return refusals.refused(
              DropReason.SPOOL_FULL, "it is full and none of it is counted yet");
        }
      }
    }
    roll(disk.next(lastIndex + 1));
    tellRoom();
    return null;
  }

  /** Of dead processes first: theirs is older. */
  private boolean giveUpOldest() {
    return room.giveUpOldest(DropReason.SPOOL_FULL)
        || retention.deleteOldest(DropReason.SPOOL_FULL);
  }

  private void tellRoom() {
    synchronized (lock) {
      room.own(segments.sizeOnDisk(), options.segmentBytes(), disk.limit());
    }
  }

  private @Nullable DropReason rollInMemory(int frameBytes) {
    boolean byChoice = options.mode() == SpoolMode.MEMORY;
    DropReason reason = byChoice ? DropReason.SPOOL_FULL : DropReason.SPOOL_UNAVAILABLE;
    int capacity = memorySegmentBytes(frameBytes);
    synchronized (lock) {
      retention.deleteDone();
      while (segments.sizeInMemory() + capacity > options.maxMemoryBytes()) {
        Segment oldest = segments.oldestClosed();
        if (oldest == null || oldest.isOnDisk() || !retention.deleteOldest(reason)) {
          return refusals.refused(reason, "what may be in memory is full");
        }
      }
    }
    roll(new MemorySegment(capacity));
    return null;
  }

  private int memorySegmentBytes(int frameBytes) {
    long usual = Math.min(MemorySegment.USUAL_BYTES, options.maxMemoryBytes() / 4);
    return (int) Math.max(usual, RecordFrame.align(frameBytes));
  }

  private void roll(SegmentContent content) {
    Segment next = new Segment(content, lastIndex + 1, lastIndex);
    Segment before = active;
    synchronized (lock) {
      segments.roll(next);
    }
    active = next;
    rollWanted = false;
    sealer = null; // the next segment has a salt of its own
    if (before != null) {
      force.closing(before);
      before.content().seal();
    }
  }

  private void closeActive() {
    Segment before = active;
    synchronized (lock) {
      segments.closeActive();
    }
    active = null;
    if (before != null) {
      force.closing(before);
      before.content().seal();
    }
  }

  /** Somebody removed the directory: what was in it is gone, capture goes on. */
  private void leaveIfLost() {
    if (!disk.isLost()) {
      return;
    }
    closeActive();
    disk.leave();
    synchronized (lock) {
      delivery.leaveFiles();
      for (Segment segment : segments.all()) {
        if (segment.isOnDisk()) {
          tellGone(segment);
          segments.remove(segment);
        }
      }
    }
    lastIndexOnDisk = 0;
  }

  private void tellGone(Segment segment) {
    long from = Math.max(segment.firstIndex(), delivery.acked() + 1);
    if (from <= segment.lastIndex()) {
      retention.lost(DropReason.SPOOL_UNAVAILABLE, from, segment.lastIndex());
    }
  }

  @Override
  public void tidy() {
    long now = clock.millis();
    if (now < lookAtMillis || closed) {
      return;
    }
    lookAtMillis = now + TIDY_MILLIS;
    home.look();
    leaveIfLost();
    comeBackToDisk();
    synchronized (lock) {
      retention.deleteDone();
      retention.deleteExpired(now - options.maxAge().toMillis());
    }
    room.expire(now - options.maxAge().toMillis());
    tellRoom();
    lossLog.tidy(now);
  }

  /** Leaves memory, or a file that is damaged or was removed, as soon as the disk allows. */
  private void comeBackToDisk() {
    Segment segment = active;
    boolean wanted =
        segment == null
            ? lastIndex > 0
            : rollWanted || !segment.isOnDisk() || !segment.content().isPresent();
    if (!wanted || !disk.isWorthTrying()) {
      return;
    }
    try {
      DropReason ignored = rollOnDisk();
    } catch (IOException e) {
      disk.failed(e);
    }
  }

  @Override
  public void batchEnded() {
    force.batchEnded();
    forceWhatLetsGo();
  }

  /**
   * Before a segment goes, the disk has what says that it may: an acknowledgement that is lost with
   * the power would cost what it acknowledged twice.
   */
  private void forceWhatLetsGo() {
    if (!force.isOn()) {
      return;
    }
    Delivery.Written written;
    synchronized (lock) {
      if (!retention.awaitsForce()) {
        return;
      }
      written = delivery.written();
    }
    try {
      written.force();
    } catch (IOException e) {
      errors.report("spool force", e);
      return;
    }
    synchronized (lock) {
      delivery.forced(written);
      retention.deleteDone();
    }
  }

  @Override
  public SpoolTailer tailer(long afterIndex) {
    return new SegmentTailer(this, afterIndex);
  }

  @Override
  public void ack(long index, long spooledEpochMillis) {
    synchronized (lock) {
      delivery.ack(index);
      waitingSinceMillis = spooledEpochMillis;
      retention.deleteDone();
    }
  }

  @Override
  public void save(Checkpoint checkpoint) throws IOException {
    synchronized (lock) {
      try {
        delivery.save(checkpoint);
      } finally {
        retention.deleteDone();
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
  public @Nullable Path directory() {
    SpoolDirectory directory = home.directory();
    return directory == null ? null : directory.path();
  }

  @Override
  public void erase(RecordErasure erasure, boolean dryRun, ErasureTally tally) throws IOException {
    List<Segment> all;
    synchronized (lock) {
      all = segments.all();
    }
    SegmentErasure segmentErasure = new SegmentErasure(keys(), erasure, dryRun, tally);
    for (Segment segment : all) {
      segmentErasure.erase(segment.content());
      if (segment.isDamaged()) {
        tally.addUnsearchedFile();
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
  public boolean awaitsCheckpoint(long counted) {
    synchronized (lock) {
      return retention.awaitsCheckpoint(counted);
    }
  }

  @Override
  public long ackedIndex() {
    return delivery.acked();
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
      return segments.sizeOnDisk() + segments.sizeInMemory() + room.ofDead();
    }
  }

  @Override
  public int streamsWithoutKey() {
    return room.withoutKey();
  }

  @Override
  public long lagMillis() {
    return ackedIndex() >= lastIndex ? 0 : Math.max(0, clock.millis() - waitingSinceMillis);
  }

  @Override
  public boolean isDurable() {
    synchronized (lock) {
      return home.isHere() && options.mode() != SpoolMode.MEMORY && segments.sizeInMemory() == 0;
    }
  }

  @Override
  public SpoolKeeping keeping() {
    if (isDurable()) {
      return new SpoolKeeping(disk.mode(), options.mode(), disk.limit());
    }
    synchronized (lock) {
      long onDisk = segments.sizeOnDisk() > 0 ? disk.limit() : 0;
      long most = onDisk + options.maxMemoryBytes();
      return new SpoolKeeping(SpoolMode.MEMORY, options.mode(), most);
    }
  }

  @Override
  public @Nullable Segment find(long index) {
    synchronized (lock) {
      return segments.find(index);
    }
  }

  @Override
  public boolean isActive(Segment segment) {
    synchronized (lock) {
      return segments.isActive(segment);
    }
  }

  @Override
  public long lastInSegments() {
    return lastIndex;
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
    synchronized (lock) {
      retention.lost(DropReason.CORRUPTED, firstIndex, lostUpTo);
    }
    if (!segment.isDamaged()) {
      segment.markDamaged();
      log.warn("A part of " + segment.file() + " cannot be read; the rest of it is delivered.");
    }
  }

  @Override
  public void distrust(Segment segment) {
    rollWanted = true; // what is appended behind the damage might not be reached either
  }

  @Override
  public void report(Throwable error) {
    errors.report("spool read", error);
  }

  private void quarantine(Path file, String name) {
    SpoolDirectory directory = home.directory();
    try {
      if (directory == null) {
        Files.deleteIfExists(file);
      } else {
        directory.quarantine(log).keep(file, name);
      }
    } catch (IOException e) {
      errors.report("spool quarantine", e);
    }
  }

  /** Call it when nobody appends any more: what is mapped is unmapped. */
  @Override
  public void close() {
    closed = true;
    closeActive();
    disk.leave();
  }
}
