package io.plumbline.spool;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.plumbline.diagnostics.AgentLog;
import io.plumbline.ring.MappedRing;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one stream, held under a file lock by the one process that may touch it.
 *
 * <pre>
 * &lt;base&gt;/&lt;namespace&gt;.&lt;name&gt;/&lt;time&gt;-&lt;stream id&gt;/
 *   owner.lock             locked while somebody writes or delivers the stream
 *   stream.properties      {@link StreamHeader}
 *   stream.copy.properties the same; each {@code .new} until it is whole
 *   ring                   {@link io.plumbline.ring.MappedRing}; {@code ring.new} until it is whole
 *   queue/                 segments: those of a Chronicle queue, with its metadata, and plain ones
 *   layout.0  .1           bytes in a mapped segment
 *   ack.0  ack.1           what is acknowledged
 *   adopted.0  .1          where the ring goes on after the queue, found by who took it over
 *   checkpoint.0  .1       {@link Checkpoint}
 *   delivered.0  .1        {@link DeliveredMark}
 *   status.json            what the process says of itself, see {@link io.plumbline.status}
 * </pre>
 *
 * Beside the streams of a service lies {@code quarantine/}, see {@link Quarantine}.
 */
public final class SpoolDirectory implements AutoCloseable {
  static final String LOCK = "owner.lock";
  static final String HEADER = "stream.properties";
  static final String HEADER_COPY = "stream.copy.properties";
  static final String RING = "ring";
  static final String QUEUE = "queue";

  /** Before the name of one that is being made or removed: nobody adopts it. */
  static final String UNFINISHED = ".";

  private static final Pattern NAME = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{32}");
  private static final Set<OpenOption> LOCKABLE = Set.of(READ, WRITE, NOFOLLOW_LINKS);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /**
   * Never opened a second time in this process: closing any descriptor of a locked file would drop
   * the lock.
   */
  static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private volatile StreamHeader header;
  private final Locking locking;
  private FileChannel lockChannel;
  private @Nullable Object lockKey;
  private List<Path> tightened = List.of();
  private SpoolKeys keys = SpoolKeys.NONE;

  /** As file systems do it, or do not. */
  @FunctionalInterface
  interface Locking {
    /**
     * @return null when somebody else has the lock
     */
    @Nullable FileLock tryLock(FileChannel channel) throws IOException;
  }

  private SpoolDirectory(
      Path path,
      StreamHeader header,
      Locking locking,
      FileChannel lockChannel,
      @Nullable Object lockKey) {
    this.path = path;
    this.header = header;
    this.locking = locking;
    this.lockChannel = lockChannel;
    this.lockKey = lockKey;
  }

  /**
   * Creates and locks the directory of a new stream.
   *
   * @param base null for the default places
   * @throws IOException that says why there is no safe place; the caller spools in memory
   */
  public static SpoolDirectory create(
      @Nullable Path base, String serviceNamespace, String serviceName, StreamHeader header)
      throws IOException {
    return create(base, serviceNamespace, serviceName, header, FileChannel::tryLock);
  }

  static SpoolDirectory create(
      @Nullable Path base,
      String serviceNamespace,
      String serviceName,
      StreamHeader header,
      Locking locking)
      throws IOException {
    Path service = SpoolBase.serviceDirectory(base, serviceNamespace, serviceName);
    List<Path> tightened = OwnerOnly.enforce(service);
    String name = TIME.format(startOf(header)) + "-" + header.streamId();
    // Under a name that nobody adopts, until it is locked and says whose it is.
    Path unfinished = service.resolve(UNFINISHED + name);
    OwnedFiles.createDirectory(unfinished);
    try {
      SpoolDirectory made = finish(unfinished, service.resolve(name), header, locking);
      made.tightened = tightened;
      return made;
    } catch (IOException e) {
      OwnedFiles.deleteTree(unfinished);
      throw e;
    }
  }

  /**
   * Where a process of a service can leave its status while it has no stream's directory.
   *
   * @param base as for {@link #create}; without one the temporary directory, where it is in
   *     nobody's way
   * @throws IOException when there is no safe place
   */
  public static Path ofService(@Nullable Path base, String serviceNamespace, String serviceName)
      throws IOException {
    return base == null
        ? SpoolBase.inTemporaryDirectory(serviceNamespace, serviceName)
        : SpoolBase.serviceDirectory(base, serviceNamespace, serviceName);
  }

  /**
   * Where a process that knows no service can leave why it is off.
   *
   * @throws IOException when there is no safe place
   */
  public static Path ofUserInTemporaryDirectory() throws IOException {
    return SpoolBase.ofUserInTemporaryDirectory();
  }

  /**
   * Where a service can leave a log when its streams have no directory.
   *
   * @throws IOException when not even there
   */
  public static Path ofServiceInTemporaryDirectory(String serviceNamespace, String serviceName)
      throws IOException {
    Path service = SpoolBase.inTemporaryDirectory(serviceNamespace, serviceName);
    List<Path> ignored = OwnerOnly.enforce(service);
    return service;
  }

  private static Instant startOf(StreamHeader header) {
    return Instant.ofEpochMilli(TimeUnit.NANOSECONDS.toMillis(header.startEpochNanos()));
  }

  private static SpoolDirectory finish(
      Path unfinished, Path path, StreamHeader header, Locking locking) throws IOException {
    FileChannel channel = OwnedFiles.create(unfinished.resolve(LOCK));
    try {
      if (tryLock(channel, locking) == null) {
        throw new IOException(unfinished + " was locked by somebody else");
      }
      writeHeader(header, unfinished);
      HELD.add(path);
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
      return new SpoolDirectory(path, header, locking, channel, OwnedFiles.key(path.resolve(LOCK)));
    } catch (IOException e) {
      HELD.remove(path);
      channel.close();
      throw e;
    }
  }

  /** Twice, since without it nobody knows whose records these are. */
  private static void writeHeader(StreamHeader header, Path stream) throws IOException {
    header.writeTo(stream.resolve(HEADER));
    header.writeTo(stream.resolve(HEADER_COPY));
  }

  /**
   * The stream goes elsewhere from now on: only a process of the new endpoint adopts it. Each of
   * both files is whole at any time.
   */
  public synchronized void change(StreamHeader changed) throws IOException {
    header = changed;
    replace(changed, HEADER);
    replace(changed, HEADER_COPY);
  }

  private void replace(StreamHeader changed, String name) throws IOException {
    Path whole = path.resolve(name + ".new");
    Files.deleteIfExists(whole); // of a process that died meanwhile
    changed.writeTo(whole);
    Files.move(whole, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  static StreamHeader readHeader(Path stream) throws IOException {
    try {
      return StreamHeader.readFrom(stream.resolve(HEADER));
    } catch (StreamDamagedException | NoSuchFileException e) {
      return readCopy(stream);
    }
  }

  private static StreamHeader readCopy(Path stream) throws IOException {
    try {
      return StreamHeader.readFrom(stream.resolve(HEADER_COPY));
    } catch (NoSuchFileException e) {
      throw new StreamDamagedException(stream.resolve(HEADER) + " is damaged");
    }
  }

  /**
   * @param path a directory beside our own
   * @return null when its process lives, or it is no stream
   * @throws StreamDamagedException when its header is damaged; it was let go
   */
  static @Nullable SpoolDirectory takeOver(Path path) throws IOException {
    if (!NAME.matcher(path.getFileName().toString()).matches()
        || SpoolBase.objectionToStream(path) != null
        || !HELD.add(path)) {
      return null;
    }
    SpoolDirectory taken = null;
    try {
      taken = lockExisting(path);
      return taken;
    } finally {
      if (taken == null) {
        HELD.remove(path);
      }
    }
  }

  private static @Nullable SpoolDirectory lockExisting(Path path) throws IOException {
    Path lockFile = path.resolve(LOCK);
    FileChannel channel = FileChannel.open(lockFile, LOCKABLE);
    SpoolDirectory taken = null;
    try {
      // Reading the key throws when another adopter was quicker and has already removed it.
      Object key = OwnedFiles.key(lockFile);
      if (tryLock(channel, FileChannel::tryLock) != null
          && Objects.equals(key, OwnedFiles.key(lockFile))) {
        taken = new SpoolDirectory(path, readHeader(path), FileChannel::tryLock, channel, key);
      }
      return taken;
    } finally {
      if (taken == null) {
        channel.close();
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel, Locking locking)
      throws IOException {
    try {
      return locking.tryLock(channel);
    } catch (OverlappingFileLockException e) {
      return null; // by another agent in this very process
    }
  }

  public Path path() {
    return path;
  }

  public StreamHeader header() {
    return header;
  }

  Path ringFile() {
    return path.resolve(RING);
  }

  /** Whether its ring is a file in it, which outlives the process. */
  public boolean hasRing() {
    return Files.exists(ringFile(), NOFOLLOW_LINKS);
  }

  Path queue() {
    return path.resolve(QUEUE);
  }

  /** A directory for a new queue, beside those of before. */
  Path newQueue() {
    Path queue = queue();
    for (int i = 2; Files.exists(queue, NOFOLLOW_LINKS); i++) {
      queue = path.resolve("queue." + i);
    }
    return queue;
  }

  Quarantine quarantine(AgentLog log) {
    return new Quarantine(service(), log);
  }

  Path scratch() {
    return path.resolve("scratch");
  }

  /**
   * Creates the ring of this stream, in memory when this is no place for a mapped file, or when
   * nothing is to be on the disk that is not encrypted.
   *
   * @param capacity bytes, a power of two
   */
  public MappedRing createRing(int capacity, SpoolOptions options, AgentLog log) {
    try {
      if (mayMapRing(options)) {
        new Preallocation(options.minFreeDiskBytes()).requireFree(path, capacity);
        return MappedRing.create(ringFile(), capacity);
      }
    } catch (IOException e) {
      log.warn("The ring is in memory, not in " + path + ": " + e.getMessage());
    }
    return MappedRing.inMemory(capacity);
  }

  /** What of this service was open to other users until this directory was made. */
  public List<Path> tightened() {
    return tightened;
  }

  /**
   * Before anything is written into it.
   *
   * @return itself
   */
  public SpoolDirectory encryptedUnder(SpoolKeys given) {
    keys = given;
    return this;
  }

  SpoolKeys keys() {
    return keys;
  }

  /** Where all streams of this service lie. */
  public Path service() {
    return Objects.requireNonNull(path.getParent());
  }

  /** Host threads do not encrypt. */
  boolean mayMapRing(SpoolOptions options) throws IOException {
    return !keys.areEncrypting() && FileStores.modeFor(path, options.mode()) == SpoolMode.MAPPED;
  }

  /** Whether somebody removed it under us, or put something else in its place. */
  boolean isGone() {
    try {
      return !Objects.equals(lockKey, OwnedFiles.key(path.resolve(LOCK)));
    } catch (IOException e) {
      return OwnedFiles.isGone(path.resolve(LOCK));
    }
  }

  /** Makes it again, locked, after somebody removed it. */
  synchronized void restore() throws IOException {
    SpoolBase.restore(path);
    // The old lock is on a file that is gone; a new one keeps others from adopting this.
    FileChannel channel = OwnedFiles.create(path.resolve(LOCK));
    boolean restored = false;
    try {
      if (tryLock(channel, locking) == null) {
        throw new IOException(path + " was locked by somebody else");
      }
      writeHeader(header, path);
      lockKey = OwnedFiles.key(path.resolve(LOCK));
      restored = true;
    } finally {
      FileChannel needless = restored ? lockChannel : channel;
      lockChannel = restored ? channel : lockChannel;
      needless.close();
      if (!restored) {
        OwnedFiles.deleteTree(path); // made by us a moment ago
      }
    }
  }

  /** Removes it with all that is in it, and lets it go; for a stream that is delivered. */
  public void delete() throws IOException {
    Path removed = path.resolveSibling(UNFINISHED + path.getFileName());
    try {
      if (!isGone()) {
        // At once out of everybody's sight: one that is half removed would be delivered once more.
        Files.move(path, removed, StandardCopyOption.ATOMIC_MOVE);
        OwnedFiles.deleteTree(removed);
      }
    } catch (NoSuchFileException e) {
      // Somebody else removed it.
    } finally {
      close();
    }
  }

  /**
   * Removes a directory that a process left half made or half removed, and that nobody adopts.
   *
   * @param path anything beside our own directory
   * @param before one that was touched later may still be in somebody's hands
   */
  static void removeUnfinished(Path path, Instant before) throws IOException {
    String name = path.getFileName().toString();
    if (!name.startsWith(UNFINISHED)
        || !NAME.matcher(name.substring(UNFINISHED.length())).matches()
        || HELD.contains(finished(path))
        || SpoolBase.objectionToStream(path) != null
        || !Files.getLastModifiedTime(path, NOFOLLOW_LINKS).toInstant().isBefore(before)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(path.resolve(LOCK), LOCKABLE)) {
      if (tryLock(channel, FileChannel::tryLock) != null) {
        OwnedFiles.deleteTree(path);
      }
    } catch (NoSuchFileException e) {
      OwnedFiles.deleteTree(path); // it died before it had a lock, or after
    }
  }

  private static Path finished(Path unfinished) {
    return unfinished.resolveSibling(
        unfinished.getFileName().toString().substring(UNFINISHED.length()));
  }

  /** Lets it go: whoever finds it may deliver what is in it. */
  @Override
  public void close() {
    leaveAlone();
    HELD.remove(path);
  }

  /** Lets it go for others; this process does not take it again. */
  void leaveAlone() {
    try {
      lockChannel.close();
    } catch (IOException e) {
      // The lock goes with the process at the latest.
    }
  }
}
