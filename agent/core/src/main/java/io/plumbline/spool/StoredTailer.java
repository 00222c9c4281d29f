package io.plumbline.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream without a hand on it: its segments, then its ring, up to where they were looked
 * at. What cannot be read is stepped over.
 */
final class StoredTailer implements SpoolTailer {
  private final List<StoredSegment> all;
  private Iterator<StoredSegment> segments;
  private final long lastInQueue;
  private final SpoolTailer inRing;
  private long next;
  private @Nullable SegmentFile open;
  private @Nullable RecordFrame putBack;
  private final SealedBytes.Opener opener;

  /**
   * @param all of the queue, oldest first
   */
  StoredTailer(
      List<StoredSegment> all,
      long lastInQueue,
      long afterIndex,
      SpoolTailer inRing,
      SpoolKeys keys) {
    this.all = all;
    this.segments = from(all, afterIndex + 1).iterator();
    this.lastInQueue = lastInQueue;
    this.inRing = inRing;
    this.next = afterIndex + 1;
    this.opener = keys.recordOpener();
  }

  private static List<StoredSegment> from(List<StoredSegment> all, long index) {
    int first = 0;
    while (first + 1 < all.size() && all.get(first + 1).firstIndex() <= index) {
      first++;
    }
    return all.subList(first, all.size());
  }

  /**
   * @throws UncheckedIOException when a file that is there cannot be read
   */
  @Override
  public SpoolBatch read(int maxRecords, int maxBytes) {
    long first = putBack == null ? next : putBack.record().index();
    boolean whole = false;
    try {
      List<SpoolRecord> records = readSegments(maxRecords, maxBytes);
      whole = true;
      return records.isEmpty() ? inRing.read(maxRecords, maxBytes) : new SpoolBatch(records);
    } finally {
      if (!whole) {
        goBackTo(first);
      }
    }
  }

  /** What was taken for a batch that was never handed out comes again. */
  private void goBackTo(long index) {
    next = index;
    putBack = null;
    SegmentFile left = open;
    open = null;
    segments = from(all, index).iterator();
    if (left != null) {
      left.close();
    }
  }

  private List<SpoolRecord> readSegments(int maxRecords, int maxBytes) {
    List<SpoolRecord> records = new ArrayList<>();
    long bytes = 0;
    while (records.size() < maxRecords) {
      RecordFrame frame = nextFrame();
      if (frame == null) {
        break;
      }
      bytes += frame.record().payload().remaining();
      if (bytes > maxBytes && !records.isEmpty()) {
        putBack = frame;
        break;
      }
      records.add(frame.record());
    }
    return records;
  }

  private @Nullable RecordFrame nextFrame() {
    RecordFrame frame = putBack;
    putBack = null;
    try {
      while (frame == null && next <= lastInQueue) {
        SegmentFile segment = open == null ? openNext() : open;
        if (segment == null) {
          return null;
        }
        frame = inOrder(segment.nextRecord());
      }
      return frame;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable SegmentFile openNext() throws IOException {
    while (open == null && segments.hasNext()) {
      try {
        open = new SegmentFile(segments.next().file());
      } catch (NoSuchFileException deliveredMeanwhile) {
        // The next one goes on.
      }
    }
    return open;
  }

  private @Nullable RecordFrame inOrder(@Nullable RecordFrame frame) throws MissingKeyException {
    if (frame == null) {
      closeOpen();
      return null;
    }
    long index = frame.record().index();
    if (index < next || index > lastInQueue) {
      return null;
    }
    next = index + 1;
    return frame.opened(opener);
  }

  private void closeOpen() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  @Override
  public void close() {
    inRing.close();
    closeOpen();
  }
}
