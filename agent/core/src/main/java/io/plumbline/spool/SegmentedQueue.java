package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/**
 * A Chronicle queue whose segments are one block each, allocated before Chronicle maps them.
 *
 * <p>{@link #append} belongs to the writer thread and takes no lock. All else is called under the
 * lock of its stream, since closing unmaps what another thread may be reading.
 */
final class SegmentedQueue implements AutoCloseable {
  /** Room for the index table that Chronicle puts after every millionth record of a segment. */
  static final int INDEX_BYTES = 40 << 10;

  static final String LAYOUT = "layout";

  private final Path directory;
  private final LogicalClock clock;
  private final SingleChronicleQueue queue;
  private final Preallocation preallocation;
  private final int segmentBytes;
  private final SegmentTable segments = new SegmentTable();

  private @Nullable ExcerptAppender appender;
  private long writePosition;

  SegmentedQueue(
      Path directory,
      LogicalClock clock,
      SingleChronicleQueue queue,
      Preallocation preallocation,
      int segmentBytes) {
    this.directory = directory;
    this.clock = clock;
    this.queue = queue;
    this.preallocation = preallocation;
    this.segmentBytes = segmentBytes;
  }

  /** A new, empty one; {@link #roll} comes before the first append. */
  static SegmentedQueue create(
      SpoolDirectory spool, SpoolOptions options, AgentLog log, AgentErrors errors)
      throws IOException {
    ChronicleQueues.initialise(spool.scratch(), log, errors);
    Preallocation preallocation = new Preallocation(options.minFreeDiskBytes());
    new TwoSlots(spool.path(), LAYOUT)
        .write(ByteBuffer.allocate(Integer.BYTES).putInt(options.segmentBytes()).array());
    LogicalClock clock = new LogicalClock(ChronicleQueues.FIRST_CYCLE);
    SingleChronicleQueue queue =
        ChronicleQueues.open(spool.queue(), clock, options.segmentBytes(), preallocation);
    return new SegmentedQueue(spool.queue(), clock, queue, preallocation, options.segmentBytes());
  }

  /**
   * Opens what a dead process left, to be read only.
   *
   * @throws IOException when it cannot be opened, or there is no room to make it safe to map
   */
  static SegmentedQueue openLeftover(SpoolDirectory spool, AgentLog log, AgentErrors errors)
      throws IOException {
    ChronicleQueues.initialise(spool.scratch(), log, errors);
    byte[] layout = new TwoSlots(spool.path(), LAYOUT).value();
    if (layout == null) {
      throw new IOException("the size of its segments is not known");
    }
    int segmentBytes = ByteBuffer.wrap(layout).getInt();
    if (segmentBytes < SpoolOptions.MIN_SEGMENT_BYTES
        || segmentBytes > SpoolOptions.MAX_SEGMENT_BYTES) {
      throw new IOException("its segments cannot have " + segmentBytes + " bytes");
    }
    Preallocation preallocation = new Preallocation(0);
    // A file cut short is made whole, with zeros, before it is mapped.
    for (Path segment : SegmentFiles.list(spool.queue()).values()) {
      preallocation.extend(segment, segmentBytes);
    }
    LogicalClock clock = new LogicalClock(ChronicleQueues.FIRST_CYCLE);
    SingleChronicleQueue queue =
        ChronicleQueues.open(spool.queue(), clock, segmentBytes, preallocation);
    return new SegmentedQueue(spool.queue(), clock, queue, preallocation, segmentBytes);
  }

  SegmentTable segments() {
    return segments;
  }

  long sizeBytes() {
    return (long) segments.size() * segmentBytes;
  }

  boolean hasRoom(int frameBytes) {
    return segments.active() != null && writePosition + frameBytes + INDEX_BYTES <= segmentBytes;
  }

  /**
   * Begins a new segment.
   *
   * @throws IOException when it cannot be allocated; then nothing has changed
   */
  void roll(long firstIndex) throws IOException {
    Segment active = segments.active();
    int cycle = active == null ? clock.cycle() : active.cycle() + 1;
    preallocation.create(SegmentFiles.precreated(directory, cycle), segmentBytes);
    segments.roll(new Segment(cycle, firstIndex, firstIndex - 1));
    clock.moveTo(cycle);
    writePosition = 0;
  }

  /** Appends a frame, for which there must be room. */
  void append(FrameBuffer frame, int hook, long millis) {
    if (appender == null) {
      appender = queue.createAppender();
      appender.singleThreadedCheckDisabled(true); // closed by another thread, under the lock
    }
    try (DocumentContext document = appender.writingDocument()) {
      boolean written = false;
      try {
        Bytes<?> bytes = ChronicleQueues.requirePresent(document).bytes();
        bytes.write(frame.bytes(), 0, frame.length());
        writePosition = bytes.writePosition();
        written = true;
      } finally {
        if (!written) {
          document.rollbackOnClose();
        }
      }
    }
    Segment active = segments.active();
    if (active != null) {
      active.add(hook, millis);
    }
  }

  ExcerptTailer createTailer() {
    ExcerptTailer tailer = queue.createTailer();
    tailer.singleThreadedCheckDisabled(true); // closed by another thread, under the lock
    return tailer;
  }

  Path fileOf(Segment segment) {
    return SegmentFiles.segment(directory, segment.cycle());
  }

  /** Takes a closed segment from the table and its file from the disk. */
  void delete(Segment segment) throws IOException {
    segments.remove(segment);
    Files.deleteIfExists(fileOf(segment));
    refresh();
  }

  /** Takes a closed segment from the table and keeps its file aside. */
  void setAside(Segment segment, Path quarantine) throws IOException {
    segments.remove(segment);
    Quarantine.move(fileOf(segment), quarantine);
    refresh();
  }

  private void refresh() {
    if (!queue.isClosed()) {
      queue.refreshDirectoryListing();
    }
  }

  @Override
  public void close() {
    queue.close();
  }
}
