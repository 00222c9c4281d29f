package io.plumbline.spool;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.WRITE;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/** The files of a Chronicle queue, one block each, allocated before Chronicle maps them. */
final class MappedSegments implements DiskSegments {
  /** Room for the index table that Chronicle puts after every millionth record of a segment. */
  static final int INDEX_BYTES = 40 << 10;

  static final String LAYOUT = "layout";

  private final Path directory;
  private final LogicalClock clock;
  private final SingleChronicleQueue queue;
  private final Preallocation preallocation;
  private final int segmentBytes;

  private @Nullable ExcerptAppender appender;
  private int cycle;

  private MappedSegments(
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
    this.cycle = clock.cycle() - 1;
  }

  /**
   * Opens a new, empty queue.
   *
   * @throws ChronicleUnusableException when Chronicle cannot run
   */
  static MappedSegments create(
      SpoolDirectory spool, SpoolOptions options, AgentLog log, AgentErrors errors)
      throws IOException {
    Preallocation preallocation = new Preallocation(options.minFreeDiskBytes());
    preallocation.requireFree(spool.path(), options.segmentBytes());
    ChronicleQueues.initialise(spool.scratch(), log, errors);
    new TwoSlots(spool.path(), LAYOUT)
        .writeBoth(ByteBuffer.allocate(Integer.BYTES).putInt(options.segmentBytes()).array());
    LogicalClock clock = new LogicalClock(ChronicleQueues.FIRST_CYCLE);
    Path directory = spool.newQueue();
    SingleChronicleQueue queue =
        ChronicleQueues.open(directory, clock, options.segmentBytes(), preallocation);
    return new MappedSegments(directory, clock, queue, preallocation, options.segmentBytes());
  }

  /** Bytes of a whole segment that a dead process left; 0 when not known. */
  static int segmentBytes(SpoolDirectory spool) throws IOException {
    byte[] layout = new TwoSlots(spool.path(), LAYOUT).value();
    return layout == null || layout.length < Integer.BYTES ? 0 : ByteBuffer.wrap(layout).getInt();
  }

  @Override
  public SegmentContent next(long firstIndex) throws IOException {
    preallocation.create(SegmentFiles.precreated(directory, cycle + 1), segmentBytes);
    cycle++;
    clock.moveTo(cycle);
    return new MappedSegment(cycle);
  }

  private ExcerptAppender appender() {
    if (appender == null) {
      appender = queue.createAppender();
      appender.singleThreadedCheckDisabled(true); // closed by another thread
    }
    return appender;
  }

  @Override
  public void close() {
    queue.close();
  }

  private final class MappedSegment implements SegmentContent {
    private final int ownCycle;
    private long writePosition;
    private boolean named;
    private volatile Path file;
    private @Nullable FileChannel forcing;

    MappedSegment(int ownCycle) {
      this.ownCycle = ownCycle;
      this.file = SegmentFiles.precreated(directory, ownCycle);
    }

    @Override
    public boolean hasRoom(int frameBytes) {
      return writePosition + frameBytes + INDEX_BYTES <= segmentBytes;
    }

    @Override
    public void append(FrameBuffer frame) throws IOException {
      if (!named && !isPresent()) {
        // Chronicle would make a sparse file.
        throw new IOException(directory + " was emptied");
      }
      try (DocumentContext document = appender().writingDocument()) {
        boolean written = false;
        try {
          Bytes<?> bytes = ChronicleQueues.requirePresent(document).bytes();
          bytes.write(frame.bytes(), 0, frame.length());
          writePosition = bytes.writePosition();
          nameIt();
          written = true;
        } finally {
          if (!written) {
            document.rollbackOnClose();
          }
        }
      } catch (RuntimeException | InternalError | AssertionError e) {
        // InternalError: the file was cut under the mapping. The others: Chronicle met garbage.
        throw new ChronicleUnusableException(e);
      }
    }

    /** Chronicle gives the file its name with the first record. */
    private void nameIt() {
      if (!named) {
        named = true;
        file = SegmentFiles.segment(directory, ownCycle);
      }
    }

    /** Through a channel of our own: what Chronicle calls so does nothing. */
    @Override
    public void forceAppended() throws IOException {
      FileChannel channel = forcing;
      if (channel != null) {
        channel.force(false);
      } else if (named) {
        channel = FileChannel.open(file(), Set.of(WRITE, NOFOLLOW_LINKS));
        forcing = channel;
        channel.force(true);
        OwnedFiles.forceDirectory(directory);
      }
    }

    @Override
    public void seal() {
      try {
        if (forcing != null) {
          forcing.close();
        }
      } catch (IOException e) {
        // It was for nothing but forcing.
      }
    }

    @Override
    public SegmentBytes open() throws IOException {
      return SegmentBytes.of(file());
    }

    @Override
    public long sizeBytes() {
      return segmentBytes;
    }

    @Override
    public Path file() {
      return file;
    }

    @Override
    public boolean isPresent() {
      return !OwnedFiles.isGone(file());
    }
  }
}
