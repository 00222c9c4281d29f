package io.plumbline.spool;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.ring.RingCounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stream that somebody delivers by hand, where it lay or carried to another machine. Held under
 * its lock, and otherwise only read: nothing of it is removed unless that is asked for.
 */
public final class CarriedStream implements SpoolReader {
  private static final Set<PosixFilePermission> WRITE_BY_OTHERS =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final Path path;
  private final @Nullable FileChannel lock;
  private final StoredStream stored;
  private final StreamHeader header;
  private final ExportProgress progress;

  private CarriedStream(
      Path path, @Nullable FileChannel lock, @Nullable Path progressBelow, SpoolKeys keys)
      throws IOException {
    this.path = path;
    this.lock = lock;
    this.stored = StoredStream.readOwn(path, keys);
    this.header = stored.header();
    this.progress = ExportProgress.of(path, progressDirectory(progressBelow), keys);
    if (progressBelow == null && progress.isKept()) {
      keepEndOfQueue();
    }
  }

  private @Nullable Path progressDirectory(@Nullable Path below) throws IOException {
    if (below != null) {
      return ExportProgress.directoryOf(header, below);
    }
    return Files.isWritable(path) ? path : null;
  }

  /**
   * As {@link DeadStream} does: what is in the ring has the same numbers for whoever comes next.
   */
  private void keepEndOfQueue() throws IOException {
    TwoSlots adopted = new TwoSlots(path, DeadStream.ADOPTED);
    if (adopted.value() == null) {
      long last = stored.lastInQueue();
      ByteBuffer end = ByteBuffer.allocate(2 * Long.BYTES);
      adopted.write(end.putLong(last).putLong(stored.ringPosition()).array());
    }
  }

  /**
   * Takes a stream that nobody has.
   *
   * @param progressBelow where to keep how far it got; null for the stream itself, where that can
   *     be written
   * @param anyOwner whether it may be somebody else's, or open to others
   * @param keys under which it may be
   * @throws StreamInUseException when another process has it
   * @throws IOException that says why it cannot be had, and what would help
   */
  public static CarriedStream claim(
      Path path, @Nullable Path progressBelow, boolean anyOwner, SpoolKeys keys)
      throws IOException {
    if (!anyOwner) {
      requireOwn(path);
    }
    Path key = path.toRealPath();
    if (!SpoolDirectory.HELD.add(key)) {
      throw inUse(path);
    }
    FileChannel lock = null;
    CarriedStream claimed = null;
    try {
      lock = lock(key);
      claimed = new CarriedStream(key, lock, progressBelow, keys);
      return claimed;
    } finally {
      if (claimed == null) {
        release(key, lock);
      }
    }
  }

  private static void requireOwn(Path path) throws IOException {
    try {
      String objection = OwnedFiles.objection(path.toRealPath(), WRITE_BY_OTHERS);
      if (objection != null) {
        throw new IOException(
            objection + "; become its owner, copy it to a place of your own, or use --any-owner");
      }
    } catch (NoSuchFileException | UnsupportedOperationException | IllegalArgumentException e) {
      if (!Files.isDirectory(path)) {
        throw e;
      }
      // Not Linux, so no agent of ours lives here either.
    }
  }

  /** Null where there is none to take: an agent always has one. */
  private static @Nullable FileChannel lock(Path path) throws IOException {
    Path file = path.resolve(SpoolDirectory.LOCK);
    if (!Files.exists(file, NOFOLLOW_LINKS)) {
      return null;
    }
    boolean writable = Files.isWritable(file);
    FileChannel channel =
        FileChannel.open(
            file, writable ? Set.of(READ, WRITE, NOFOLLOW_LINKS) : Set.of(READ, NOFOLLOW_LINKS));
    FileLock taken = null;
    try {
      // A shared one also keeps an owner away, and is refused while there is one.
      taken = channel.tryLock(0, Long.MAX_VALUE, !writable);
    } catch (OverlappingFileLockException e) {
      // By another agent in this very process.
    } finally {
      if (taken == null) {
        channel.close();
      }
    }
    if (taken == null) {
      throw inUse(path);
    }
    return channel;
  }

  private static IOException inUse(Path path) throws IOException {
    return new StreamInUseException("somebody has it (" + StreamOwner.of(path) + ")");
  }

  private static void release(Path path, @Nullable FileChannel lock) {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      // The lock goes with the process at the latest.
    } finally {
      SpoolDirectory.HELD.remove(path);
    }
  }

  public Path path() {
    return path;
  }

  public StreamHeader header() {
    return header;
  }

  /** What is there; read when it was claimed. */
  public StoredStream stored() {
    return stored;
  }

  /** Inferences that its hooks counted. */
  public long made() {
    RingCounts counts = stored.counts();
    return counts == null ? stored.lastIndex() : counts.made();
  }

  /** Inferences that its hooks dropped. */
  public Map<DropReason, Long> dropped() {
    Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    RingCounts counts = stored.counts();
    for (DropReason reason : DropReason.values()) {
      if (counts != null && counts.dropped(reason) > 0) {
        dropped.put(reason, counts.dropped(reason));
      }
    }
    return dropped;
  }

  /** Inferences that were counted, not dropped, and are not there. */
  public long notStored() {
    long dropped = dropped().values().stream().mapToLong(Long::longValue).sum();
    return Math.max(0, made() - dropped - lastIndex());
  }

  /** What became of these. */
  public DropReason reasonOfMissing() {
    return stored.isRingDamaged() ? DropReason.CORRUPTED : DropReason.PROCESS_DIED;
  }

  /** Whether another attempt goes on where this one ends. */
  public boolean isProgressKept() {
    return progress.isKept();
  }

  /** When all of it had arrived; null when that was not seen yet. */
  public @Nullable DeliveredMark delivered() {
    return progress.delivered();
  }

  /** All of it has arrived, and so have its last counts. */
  public void markDelivered(DeliveredMark mark) throws IOException {
    progress.markDelivered(mark);
  }

  /** Removes it from the disk, and lets it go. */
  public void remove() throws IOException {
    // At once out of everybody's sight: one that is half removed would be delivered once more.
    Path removed = path.resolveSibling(SpoolDirectory.UNFINISHED + path.getFileName());
    try {
      Files.move(path, removed, StandardCopyOption.ATOMIC_MOVE);
      OwnedFiles.deleteTree(removed);
    } finally {
      close();
    }
  }

  @Override
  public SpoolTailer tailer(long afterIndex) {
    return stored.tailer(afterIndex);
  }

  @Override
  public long lastIndex() {
    return stored.lastIndex();
  }

  @Override
  public long ackedIndex() {
    return progress.acked();
  }

  /**
   * @throws UncheckedIOException when that cannot be written down
   */
  @Override
  public void ack(long index, long spooledEpochMillis) {
    try {
      progress.ack(index);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public @Nullable Checkpoint checkpoint() {
    return progress.checkpoint();
  }

  @Override
  public void save(Checkpoint checkpoint) throws IOException {
    progress.save(checkpoint);
  }

  /**
   * @throws IOException when it could not be written down
   */
  @Override
  public void saveOver(Checkpoint checkpoint) throws IOException {
    progress.saveOver(checkpoint);
  }

  @Override
  public Path directory() {
    return path;
  }

  /** Tailers that are open may still hand out what was read before. */
  @Override
  public void erase(RecordErasure erasure, boolean dryRun, ErasureTally tally) throws IOException {
    new StreamErasure(path, stored.keys(), dryRun, tally).all(erasure);
  }

  @Override
  public void close() {
    release(path, lock);
  }
}
