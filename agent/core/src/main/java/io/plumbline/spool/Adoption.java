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
  private final SpoolLosses losses;
  private final AgentLog log;
  private final AgentErrors errors;
  private final Clock clock;

  /** Not before that time; those that were never tried are not in it. */
  private final Map<Path, Instant> tried = new HashMap<>();

  private final Set<Path> complainedOf = new HashSet<>();

  /**
   * @param losses told of records of dead streams that cannot be read
   */
  public Adoption(SpoolDirectory own, SpoolLosses losses, AgentLog log, AgentErrors errors) {
    this(own, losses, log, errors, Clock.systemUTC());
  }

  Adoption(SpoolDirectory own, SpoolLosses losses, AgentLog log, AgentErrors errors, Clock clock) {
    this.own = own;
    this.losses = losses;
    this.log = log;
    this.errors = errors;
    this.clock = clock;
    tried.put(own.path(), Instant.MAX);
  }

  /**
   * @return a stream that nobody else delivers, until it is closed or removed; null when there is
   *     none now
   */
  public @Nullable DeadStream next() {
    Instant now = clock.instant();
    for (Path path : candidates()) {
      removeUnfinished(path, now);
      DeadStream dead = now.isBefore(tried.getOrDefault(path, now)) ? null : takeOver(path, now);
      if (dead != null) {
        return dead;
      }
    }
    return null;
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
        // Whatever comes of it: if it cannot be delivered, the others are not held up by it.
        tried.put(path, now.plus(RETRY));
        dead = open(directory);
      }
      if (dead != null) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
        log.info(dead + ", taken over in " + millis + " ms");
      }
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
    boolean forUs = directory.header().endpoint().equals(own.header().endpoint());
    return forUs ? DeadStream.open(directory, losses, log, errors) : null;
  }

  private void failed(Path path, Instant now, IOException e) {
    tried.put(path, now.plus(RETRY));
    boolean quickerOne = !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    if (!quickerOne && complainedOf.add(path)) {
      log.warn(path + " cannot be delivered now: " + e.getMessage());
    }
  }
}
