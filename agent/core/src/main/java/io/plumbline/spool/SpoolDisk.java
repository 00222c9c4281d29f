package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.Episodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The disk as the spool sees it: gives segments while it can, and says when it cannot, when it can
 * again, and how. For the writer thread.
 */
final class SpoolDisk {
  private static final long RETRY_MILLIS = 1000;

  private final SpoolHome home;
  private final SpoolOptions options;
  private final AgentLog log;
  private final AgentErrors errors;
  private final Clock clock;
  private final Episodes inMemory;

  private @Nullable DiskSegments segments;
  private int arrivals;
  private boolean mappingFailed;
  private long retryAtMillis;
  private volatile SpoolMode openedMode = SpoolMode.MEMORY;
  private volatile long limit;

  SpoolDisk(SpoolHome home, SpoolOptions options, AgentLog log, AgentErrors errors, Clock clock) {
    this.home = home;
    this.options = options;
    this.log = log;
    this.errors = errors;
    this.clock = clock;
    this.inMemory = new Episodes(log, clock);
  }

  /** Whether it did not fail so lately that trying again would only cost. */
  boolean isWorthTrying() {
    return options.mode() != SpoolMode.MEMORY && clock.millis() >= retryAtMillis;
  }

  /** Whether the directory that its segments are in is not there any more. */
  boolean isLost() {
    return segments != null && (!home.isHere() || arrivals != home.arrivals());
  }

  /**
   * Opens it where that is still to be done.
   *
   * @param delivery is kept there from then on
   */
  void open(Delivery delivery) throws IOException {
    if (segments != null) {
      return;
    }
    SpoolDirectory directory = home.require();
    SpoolMode mode = modeIn(directory);
    DiskSegments opened = null;
    try {
      requireRoomBeside(0);
      opened = openIn(directory, mode);
      delivery.moveTo(directory.path(), directory.keys());
      segments = opened;
      arrivals = home.arrivals();
    } finally {
      if (segments == null && opened != null) {
        opened.close();
      }
    }
  }

  private SpoolMode modeIn(SpoolDirectory directory) throws IOException {
    SpoolMode mode = FileStores.modeFor(directory.path(), options.mode());
    return mappingFailed && mode == SpoolMode.MAPPED ? SpoolMode.FILE : mode;
  }

  private DiskSegments openIn(SpoolDirectory directory, SpoolMode mode) throws IOException {
    DiskSegments opened;
    try {
      opened = DiskSegments.open(directory, mode, options, log, errors);
    } catch (ChronicleUnusableException e) {
      mappingFailed = true;
      log.warn("Records are written without mapping: " + e.getMessage());
      opened = DiskSegments.open(directory, SpoolMode.FILE, options, log, errors);
    }
    openedMode = mode == SpoolMode.MAPPED && !mappingFailed ? SpoolMode.MAPPED : SpoolMode.FILE;
    log.info(
        "Spooling in "
            + (openedMode == SpoolMode.MAPPED ? "mapped" : "plain")
            + " files on "
            + FileStores.typeOf(directory.path())
            + ", at most "
            + (limit >> 20)
            + " MiB.");
    return opened;
  }

  /** How it was opened last; memory before. */
  SpoolMode mode() {
    return openedMode;
  }

  /** Most bytes in segments on disk. */
  long limit() {
    return limit;
  }

  /**
   * Asked before something of ours goes to make room, which must not be for nothing.
   *
   * @param taken bytes of our segments
   * @throws IOException when the disk has no room for another one, or in the place of one
   */
  void requireRoomBeside(long taken) throws IOException {
    Path directory = home.require().path();
    long free = Files.getFileStore(directory).getUsableSpace();
    // A tenth of what is free is ours at most; that grows with it, and does not shrink.
    long tenth = (free + taken) / 10;
    limit = Math.max(limit, Math.min(options.maxSizeBytes(), tenth));
    if (limit < 2L * options.segmentBytes()) {
      throw new IOException("a tenth of the free space is " + (tenth >> 10) + " KiB, too little");
    }
    boolean inPlaceOfOne = taken + options.segmentBytes() > limit;
    new Preallocation(options.minFreeDiskBytes())
        .requireFree(directory, inPlaceOfOne ? 0 : options.segmentBytes());
  }

  /**
   * @throws IOException when there is no room for another segment
   */
  SegmentContent next(long firstIndex) throws IOException {
    DiskSegments open = segments;
    if (open == null) {
      throw new IOException("it is not open");
    }
    SegmentContent next = open.next(firstIndex);
    inMemory.isOver("Records go to the disk again.");
    return next;
  }

  /** Records go elsewhere, for a while at least. */
  void failed(IOException why) {
    if (why instanceof ChronicleUnusableException) {
      // Something else wrote into its files: what comes is not mapped any more.
      errors.report("spool append", why);
      log.warn("Records are written without mapping from now on.");
      mappingFailed = true;
      leave();
      return;
    }
    retryAtMillis = clock.millis() + RETRY_MILLIS;
    inMemory.isSo(
        SpoolMode.MEMORY,
        AgentLog.Level.WARN,
        "Records are kept in memory, at most "
            + (options.maxMemoryBytes() >> 10)
            + " KiB, and are lost if the process is killed: "
            + why.getMessage());
  }

  /** Gives back what it holds; the files stay. */
  void leave() {
    if (segments != null) {
      segments.close();
      segments = null;
    }
  }
}
