package io.plumbline.spool;

import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.Episodes;
import java.io.IOException;
import java.time.Clock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The directory of this process's stream: there as soon, and as long, as there can be one. The
 * writer thread looks after it; any thread may ask for it.
 */
public final class SpoolHome {
  private static final long RETRY_MILLIS = 5000;

  /** Makes the directory of this stream. */
  @FunctionalInterface
  public interface Creation {
    /**
     * @throws IOException that says why there is no safe place now
     */
    SpoolDirectory create() throws IOException;
  }

  private final @Nullable Creation creation;
  private final Consumer<SpoolDirectory> arrival;
  private final ServiceRoom room = new ServiceRoom();
  private final AgentLog log;
  private final Clock clock;
  private final Episodes absence;
  private volatile @Nullable SpoolDirectory directory;
  private volatile boolean here;
  private int arrivals;
  private long retryAtMillis;

  private SpoolHome(
      @Nullable Creation creation, Consumer<SpoolDirectory> arrival, AgentLog log, Clock clock) {
    this.creation = creation;
    this.arrival = arrival;
    this.log = log;
    this.clock = clock;
    this.absence = new Episodes(log, clock);
  }

  /** No directory, now or later: everything stays in memory. */
  public static SpoolHome none(AgentLog log, Clock clock) {
    return new SpoolHome(null, directory -> {}, log, clock);
  }

  /** One that was made already. */
  static SpoolHome of(SpoolDirectory directory, AgentLog log, Clock clock) {
    SpoolHome home = none(log, clock);
    home.arrived(directory);
    return home;
  }

  /**
   * Tries at once, and later again and again.
   *
   * @param arrival told of the directory whenever it is made, the first time or again
   */
  public static SpoolHome find(
      Creation creation, Consumer<SpoolDirectory> arrival, AgentLog log, Clock clock) {
    SpoolHome home = new SpoolHome(creation, arrival, log, clock);
    home.create(creation, true);
    return home;
  }

  /** Null when there never was one. */
  public @Nullable SpoolDirectory directory() {
    return directory;
  }

  /** What the streams of its service share. */
  public ServiceRoom room() {
    return room;
  }

  /** Whether the directory is where it was made. */
  public boolean isHere() {
    return here;
  }

  /** Changes whenever the directory is made, so that what was in it before is told from later. */
  int arrivals() {
    return arrivals;
  }

  /**
   * @throws IOException when there is none now
   */
  SpoolDirectory require() throws IOException {
    SpoolDirectory current = directory;
    if (current == null) {
      throw new IOException("there is no directory for it");
    }
    if (!here) {
      throw new IOException(current.path() + " was removed and cannot be made again");
    }
    return current;
  }

  /** Makes the directory where there is none, or not any more. For the writer thread. */
  void look() {
    SpoolDirectory current = directory;
    if (here && current != null && current.isGone()) {
      here = false;
      retryAtMillis = 0;
      log.hold();
      absence.isSo(
          "removed",
          AgentLog.Level.WARN,
          current.path() + " was removed, or something else put in its place.");
    }
    if (here || clock.millis() < retryAtMillis) {
      return;
    }
    if (current != null) {
      restore(current);
    } else if (creation != null) {
      create(creation, false);
    }
  }

  private void create(Creation possible, boolean first) {
    try {
      arrived(possible.create());
    } catch (IOException e) {
      retryAtMillis = clock.millis() + RETRY_MILLIS;
      if (first) {
        log.warn("What is not delivered stays in memory, not on disk: " + e.getMessage());
      }
    }
  }

  private void restore(SpoolDirectory gone) {
    try {
      gone.restore();
      arrived(gone);
      absence.isOver(gone.path() + " is there again.");
    } catch (IOException e) {
      retryAtMillis = clock.millis() + RETRY_MILLIS;
      absence.isSo(
          "not made again",
          AgentLog.Level.WARN,
          gone.path() + " cannot be made again: " + e.getMessage());
    }
  }

  private void arrived(SpoolDirectory there) {
    directory = there;
    arrivals++;
    here = true;
    arrival.accept(there);
  }
}
