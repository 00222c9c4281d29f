package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds the streams of processes of the same user, service and endpoint that are gone, and takes
 * them over one at a time, oldest first. On an agent thread: opening one takes up to a second.
 */
public final class Adoption {
  /**
   * One that cannot be delivered is tried again, when a full disk may be free, or a file mended.
   */
  private static final Duration RETRY = Duration.ofMinutes(5);

  /** What is half made belongs to a process that is gone when it is older. */
  private static final Duration UNFINISHED_AGE = Duration.ofMinutes(1);

  private final SpoolDirectory own;
  private final ServiceRoom room;
  private final SpoolLosses losses;
  private final AgentLog log;
  private final AgentErrors errors;
  private final Clock clock;

  /** Not before that time; those that were never tried are not in it. */
  private final Map<Path, Instant> tried = new HashMap<>();

  private final Set<Path> complainedOf = new HashSet<>();
  private final Set<Path> withoutKey = new HashSet<>();
  private String endpoint;

  /**
   * @param room told of what waits
   * @param losses told of records of dead streams that cannot be read
   */
  public Adoption(
      SpoolDirectory own, ServiceRoom room, SpoolLosses losses, AgentLog log, AgentErrors errors) {
    this(own, room, losses, log, errors, Clock.systemUTC());
  }

  /** Of streams that share their room with nobody. */
  public Adoption(SpoolDirectory own, SpoolLosses losses, AgentLog log, AgentErrors errors) {
    this(own, new ServiceRoom(), losses, log, errors);
  }

  Adoption(
      SpoolDirectory own,
      ServiceRoom room,
      SpoolLosses losses,
      AgentLog log,
      AgentErrors errors,
      Clock clock) {
    this.own = own;
    this.room = room;
    this.losses = losses;
    this.log = log;
    this.errors = errors;
    this.clock = clock;
    this.endpoint = own.header().endpoint();
    tried.put(own.path(), Instant.MAX);
    room.measuredBy(this::look);
    look();
  }

  /**
   * @return a stream that nobody else delivers, until it is closed or removed; null when there is
   *     none now
   */
  public @Nullable DeadStream next() {
    Instant now = clock.instant();
    followEndpoint();
    List<Path> found = candidates();
    for (Path path : found) {
      removeUnfinished(path, now);
    }
    DeadStream dead = firstOf(found, false, now);
    // Those that had their turn, and were let go for others, come again when no other waits.
    dead = dead == null ? firstOf(found, true, now) : dead;
    withoutKey.retainAll(found);
    room.withoutKey(withoutKey.size());
    look();
    return dead;
  }

  private @Nullable DeadStream firstOf(List<Path> found, boolean again, Instant now) {
    for (Path path : found) {
      boolean inTurn = again || !now.isBefore(tried.getOrDefault(path, now));
      DeadStream dead = inTurn && again == room.isSetAside(path) ? takeOver(path, now) : null;
      if (dead != null) {
        return dead;
      }
    }
    return null;
  }

  /** Those that are not for the endpoint of before may be for the one of now. */
  private void followEndpoint() {
    String current = own.header().endpoint();
    if (!current.equals(endpoint)) {
      endpoint = current;
      tried.clear();
      tried.put(own.path(), Instant.MAX);
    }
  }

  /** Tells the room what waits, of those that this process could deliver. */
  private void look() {
    Instant now = clock.instant();
    long bytes = 0;
    boolean others = false;
    for (Path path : candidates()) {
      boolean again = room.isSetAside(path);
      if (again || !now.isBefore(tried.getOrDefault(path, now))) {
        long size = sizeOfWaiting(path);
        bytes += Math.max(0, size);
        others |= size >= 0 && !again;
      }
    }
    room.waiting(bytes, others);
  }

  /**
   * @return -1 when it does not wait: its process lives, or another has it, or it is for others
   */
  private long sizeOfWaiting(Path path) {
    try (SpoolDirectory directory = SpoolDirectory.takeOver(path)) {
      return directory != null && isForUs(directory)
          ? SegmentFiles.sizeBytes(path, MappedSegments.segmentBytes(directory))
          : -1;
    } catch (IOException e) {
      return -1; // it will be said when it is to be adopted
    }
  }

  private List<Path> candidates() {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> directory = Files.newDirectoryStream(own.service())) {
      directory.forEach(paths::add);
    } catch (IOException | DirectoryIteratorException e) {
      errors.report("spool adoption", e);
    }
    Collections.sort(paths); // their names start with the time
    return paths;
  }

  private void removeUnfinished(Path path, Instant now) {
    try {
      SpoolDirectory.removeUnfinished(path, now.minus(UNFINISHED_AGE));
    } catch (IOException e) {
      errors.report("spool adoption", e);
    }
  }

  private @Nullable DeadStream takeOver(Path path, Instant now) {
    SpoolDirectory directory = null;
    DeadStream dead = null;
    long from = System.nanoTime();
    try {
      directory = SpoolDirectory.takeOver(path);
      if (directory != null) {
        directory = directory.encryptedUnder(own.keys());
        // Whatever comes of it: if it cannot be delivered, the others are not held up by it.
        tried.put(path, now.plus(RETRY));
        dead = open(directory);
        withoutKey.remove(path);
      }
      if (dead != null) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
        log.info(dead + ", taken over in " + millis + " ms");
      }
    } catch (MissingKeyException e) {
      keyIsMissing(path, now, e);
    } catch (StreamDamagedException e) {
      setAside(path, now);
    } catch (IOException e) {
      failed(path, now, e);
    } finally {
      if (directory != null && dead == null) {
        directory.close();
      }
    }
    return dead;
  }

  /** Nobody can deliver it. */
  private void setAside(Path path, Instant now) {
    try {
      new Quarantine(own.service(), log).keep(path, "stream-without-header-" + path.getFileName());
    } catch (IOException e) {
      failed(path, now, e);
    }
  }

  private @Nullable DeadStream open(SpoolDirectory directory) throws IOException {
    return isForUs(directory) ? DeadStream.open(directory, room, losses, log, errors) : null;
  }

  private boolean isForUs(SpoolDirectory directory) {
    return directory.header().endpoint().equals(own.header().endpoint());
  }

  /** It is whole, and nobody's without its key: neither delivered nor given up. */
  private void keyIsMissing(Path path, Instant now, MissingKeyException e) {
    tried.put(path, now.plus(RETRY));
    withoutKey.add(path);
    if (complainedOf.add(path)) {
      log.warn(
          path
              + " is encrypted under key "
              + e.keyId()
              + ", which is neither spool.encryption.key nor one of old_keys. What it holds, "
              + recordsOf(path)
              + ", is kept and looked at again; if the key is destroyed, remove the directory.");
    }
  }

  private String recordsOf(Path path) {
    try {
      StoredStream stream = StoredStream.readOwn(path);
      return stream.unacknowledged() + " inferences to deliver";
    } catch (IOException e) {
      return "which cannot be counted now (" + e.getMessage() + ")";
    }
  }

  private void failed(Path path, Instant now, IOException e) {
    tried.put(path, now.plus(RETRY));
    boolean quickerOne = !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    if (!quickerOne && complainedOf.add(path)) {
      log.warn(path + " cannot be delivered now: " + e.getMessage());
    }
  }
}
