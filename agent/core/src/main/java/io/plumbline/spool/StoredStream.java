package io.plumbline.spool;

import io.plumbline.ring.RingCounts;
import io.plumbline.ring.RingRecovery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a stream, living or dead, holds at one moment, read without a hand on it: no lock is taken,
 * nothing is written or mapped. For people and programs that look into a spool.
 */
public final class StoredStream {
  private final Path path;
  private final SpoolKeys keys;
  private final StreamOwner owner;
  private final long acked;
  private final long covered;
  private final @Nullable RingRecovery ring;
  private boolean isRingDamaged;
  private final List<StoredSegment> files;
  private final List<StoredSegment> segments;
  private final @Nullable RecordFrame newest;
  private final long lastInQueue;
  private final long ringPosition;
  private final long lastIndex;

  /** In this order: what grows is read after what it may not fall behind. */
  private StoredStream(Path path, SpoolKeys keys, StreamOwner owner) throws IOException {
    this.path = path;
    this.keys = keys;
    this.owner = owner;
    byte[] ack = new TwoSlots(path, Delivery.ACK).value();
    byte[] state = new TwoSlots(path, Delivery.CHECKPOINT).value();
    this.acked = ack == null ? 0 : ByteBuffer.wrap(ack).getLong();
    // Of what may be encrypted this alone is needed here, and is not.
    this.covered = state == null ? 0 : ByteBuffer.wrap(state).getLong();
    // Before the queue: what moves meanwhile is seen twice rather than not at all.
    this.ring = readRing();
    this.files = StoredSegment.in(path);
    this.segments = files.stream().filter(StoredSegment::holdsRecords).toList();
    this.newest = StoredSegment.newestIn(segments);
    long[] end = endOfQueue();
    this.lastInQueue = end[0];
    this.ringPosition = end[1];
    this.lastIndex = lastInQueue + countRing();
  }

  /**
   * @throws NoSuchFileException when it is not there any more
   * @throws IOException when it cannot be read, for example for lack of permission
   */
  public static StoredStream read(Path path) throws IOException {
    return read(path, SpoolKeys.NONE);
  }

  /**
   * @param keys under which its records may be; without the right one they can be counted, and not
   *     read
   */
  public static StoredStream read(Path path, SpoolKeys keys) throws IOException {
    StoredStream stream = new StoredStream(path, keys, StreamOwner.of(path));
    if (!Files.isDirectory(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return stream;
  }

  /** Of a stream whose lock is ours: nobody else writes it. */
  static StoredStream readOwn(Path path) throws IOException {
    return readOwn(path, SpoolKeys.NONE);
  }

  static StoredStream readOwn(Path path, SpoolKeys keys) throws IOException {
    return new StoredStream(path, keys, StreamOwner.NOBODY);
  }

  /** Under which its records may be. */
  SpoolKeys keys() {
    return keys;
  }

  private @Nullable RingRecovery readRing() {
    try {
      return ring();
    } catch (IOException e) {
      isRingDamaged = true; // StreamCheck says why
      return null;
    }
  }

  /**
   * @return null when there is none
   * @throws IOException when it makes no sense
   */
  @Nullable RingRecovery ring() throws IOException {
    Path file = path.resolve(SpoolDirectory.RING);
    try {
      return RingRecovery.copyOf(file, owner.state() == StreamOwner.State.LIVE);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** As {@link DeadStream} finds it: index of the last record, and ring position after it. */
  private long[] endOfQueue() throws IOException {
    byte[] adopted = new TwoSlots(path, DeadStream.ADOPTED).value();
    if (adopted != null) {
      ByteBuffer kept = ByteBuffer.wrap(adopted);
      return new long[] {kept.getLong(), kept.getLong()};
    }
    return DeadStream.endOfSegments(newest, ring, Math.max(acked, coveredIndex()));
  }

  private long countRing() {
    AtomicLong records = new AtomicLong();
    if (ring != null) {
      RingRecovery.Outcome outcome =
          ring.forEach(ringPosition, (hook, payload, end) -> records.incrementAndGet() > 0);
      isRingDamaged = outcome == RingRecovery.Outcome.DAMAGED;
    }
    return records.get();
  }

  public Path path() {
    return path;
  }

  public StreamOwner owner() {
    return owner;
  }

  /**
   * Whose records these are.
   *
   * @throws IOException when that cannot be read
   */
  public StreamHeader header() throws IOException {
    return SpoolDirectory.readHeader(path);
  }

  /** When somebody exported all of it and kept it; null when that did not happen. */
  public @Nullable DeliveredMark delivered() throws IOException {
    return DeliveredMark.decoded(new TwoSlots(path, ExportProgress.DELIVERED).value());
  }

  /** Everything up to here was acknowledged. */
  public long ackedIndex() {
    return acked;
  }

  /** Everything up to here is in the newest checkpoint. */
  public long coveredIndex() {
    return covered;
  }

  /** Index of the oldest record that is still there; one more than the last when none is. */
  public long firstIndex() {
    return segments.isEmpty() ? lastInQueue + 1 : segments.get(0).firstIndex();
  }

  /** Index of the oldest record that must be there: what is not counted is never given up. */
  public long firstDueIndex() {
    boolean isLive = owner.state() == StreamOwner.State.LIVE;
    return isLive ? firstIndex() : Math.min(firstIndex(), coveredIndex() + 1);
  }

  /** Index of the newest record, which may still be in the ring; 0 when there never was one. */
  public long lastIndex() {
    return lastIndex;
  }

  /** Records that are there, as their numbers tell. */
  public long records() {
    return lastIndex - firstIndex() + 1;
  }

  /** Of these, those that nobody acknowledged. */
  public long unacknowledged() {
    return lastIndex - Math.max(acked, firstIndex() - 1);
  }

  /** Of these, those that are still in the ring. */
  public long inRing() {
    return lastIndex - lastInQueue;
  }

  /** When the oldest one was spooled, ms since 1970; 0 when there is none in the queue. */
  public long oldestMillis() {
    return segments.isEmpty() ? 0 : segments.get(0).firstMillis();
  }

  /** When the newest one was spooled, ms since 1970; 0 when there is none in the queue. */
  public long newestMillis() {
    return newest == null ? 0 : newest.record().spooledEpochMillis();
  }

  /** When the oldest unacknowledged record was spooled, ms since 1970; 0 when not known. */
  public long waitingSinceMillis() throws IOException {
    try (SpoolTailer tailer = tailer(acked)) {
      SpoolBatch batch = unacknowledged() == 0 ? SpoolBatch.EMPTY : tailer.read(1, 1);
      return batch.isEmpty() ? 0 : batch.last().spooledEpochMillis();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Length of all its files. */
  public long sizeBytes() throws IOException {
    return sizeOf(path);
  }

  private static long sizeOf(Path directory) throws IOException {
    long bytes = 0;
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        boolean below = Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS);
        bytes += below ? sizeOf(child) : Files.size(child);
      }
    } catch (NoSuchFileException deliveredMeanwhile) {
      // It has no size any more.
    }
    return bytes;
  }

  /** What the hooks made and dropped; null when there is no ring that can be read. */
  @Nullable RingCounts counts() {
    return ring == null ? null : ring.counts();
  }

  /** Whether something of its ring cannot be read. */
  boolean isRingDamaged() {
    return isRingDamaged;
  }

  /** Also those without a whole record. */
  List<StoredSegment> files() {
    return files;
  }

  long lastInQueue() {
    return lastInQueue;
  }

  long ringPosition() {
    return ringPosition;
  }

  /**
   * Reads what was there when this was read, but for what is delivered meanwhile. What is damaged
   * is stepped over in silence; {@link StreamCheck} finds it.
   *
   * @param afterIndex the index before the first record wanted; 0 for all that is there
   */
  public SpoolTailer tailer(long afterIndex) {
    RingTailer inRing = new RingTailer(ring, ringPosition, lastInQueue, afterIndex);
    return new StoredTailer(segments, lastInQueue, afterIndex, inRing, keys);
  }
}
