package io.plumbline.spool;

import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.Episodes;
import io.plumbline.ring.RecordingRing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ring in a file of the stream's directory: makes a new one where somebody removed it,
 * wrote over it, or where there was no room before. For the writer thread.
 */
public final class RingPlace {
  private static final long LOOK_MILLIS = 1000;

  private final SpoolHome home;
  private final RecordingRing ring;
  private final SpoolOptions options;
  private final int capacity;
  private final Clock clock;
  private final Episodes elsewhere;
  private @Nullable Object key;
  private long lookAtMillis;

  /**
   * @param ring made by {@link SpoolDirectory#createRing}, or in memory
   * @param capacity its own
   */
  public RingPlace(
      SpoolHome home,
      RecordingRing ring,
      SpoolOptions options,
      int capacity,
      AgentLog log,
      Clock clock) {
    this.home = home;
    this.ring = ring;
    this.options = options;
    this.capacity = capacity;
    this.clock = clock;
    this.elsewhere = new Episodes(log, clock);
    SpoolDirectory directory = home.directory();
    this.key = directory == null ? null : keyOf(directory.ringFile());
  }

  private static @Nullable Object keyOf(Path file) {
    try {
      return OwnedFiles.key(file);
    } catch (IOException e) {
      return null;
    }
  }

  /** At most once a second. */
  public void look() {
    long now = clock.millis();
    SpoolDirectory directory = home.directory();
    if (now < lookAtMillis || directory == null || !home.isHere()) {
      return;
    }
    lookAtMillis = now + LOOK_MILLIS;
    ring.tidy();
    Path file = directory.ringFile();
    if (key != null && ring.isSound() && isThere(file)) {
      return;
    }
    try {
      if (directory.mayMapRing(options)) {
        new Preallocation(options.minFreeDiskBytes()).requireFree(directory.path(), capacity);
        moveTo(file);
      }
    } catch (IOException e) {
      elsewhere.isSo(
          "memory",
          AgentLog.Level.WARN,
          "What is in the ring is lost if the process is killed: " + e.getMessage());
    }
  }

  private boolean isThere(Path file) {
    Object now = keyOf(file);
    return now == null ? !OwnedFiles.isGone(file) : now.equals(key);
  }

  private void moveTo(Path file) throws IOException {
    boolean wasInMemory = key == null;
    ring.moveTo(file);
    key = keyOf(file);
    if (!elsewhere.areOpen()) {
      String before = wasInMemory ? "The ring was in memory." : "The ring's file was lost.";
      elsewhere.isSo("lost", AgentLog.Level.INFO, before);
    }
    elsewhere.isOver("The ring is in " + file + ".");
  }
}
