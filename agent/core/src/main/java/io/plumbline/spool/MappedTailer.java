package io.plumbline.spool;

import io.plumbline.diagnostics.DropReason;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads the segments of a stream one after the other.
 *
 * <p>It knows which index comes next and what is the last, so that silence where a record must be
 * is noticed: Chronicle's own tailer just stops at a damaged place.
 */
final class MappedTailer implements SpoolTailer {
  /** Reads that found nothing before a segment is given up. */
  private static final int PATIENCE = 2;

  private static final int NOWHERE = -1;

  private final TailedStream stream;
  private long next;
  private int stalls;

  private @Nullable SegmentedQueue queue;
  private @Nullable ExcerptTailer tailer;
  private int cycle = NOWHERE;
  private @Nullable RecordFrame putBack;
  private boolean closed;

  MappedTailer(TailedStream stream, long afterIndex) {
    this.stream = stream;
    this.next = afterIndex + 1;
  }

  /** Whether all that is in the queue was read or stepped over. */
  boolean isAtEnd() {
    synchronized (stream.lock()) {
      return putBack == null && next > stream.lastInQueue();
    }
  }

  @Override
  public SpoolBatch read(int maxRecords, int maxBytes) {
    synchronized (stream.lock()) {
      return closed ? SpoolBatch.EMPTY : readLocked(maxRecords, maxBytes);
    }
  }

  private SpoolBatch readLocked(int maxRecords, int maxBytes) {
    List<SpoolRecord> records = new ArrayList<>();
    int bytes = 0;
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
    return records.isEmpty() ? SpoolBatch.EMPTY : new SpoolBatch(records);
  }

  private @Nullable RecordFrame nextFrame() {
    RecordFrame frame = putBack;
    putBack = null;
    while (frame == null && next <= stream.lastInQueue()) {
      Segment segment = stream.queue().segments().find(next);
      if (segment == null) {
        giveUpTheRest();
        break;
      }
      next = Math.max(next, segment.firstIndex()); // what is not there any more has been counted
      byte[] document = documentIn(segment);
      if (document == null) {
        stalled(segment);
        break;
      }
      stalls = 0;
      frame = inOrder(RecordFrame.decode(document));
    }
    return frame;
  }

  /** The end of a dead stream was damaged, segment and all. */
  private void giveUpTheRest() {
    if (!stream.mayGrow()) {
      stream.lost(DropReason.CORRUPTED, next, stream.lastInQueue());
      next = stream.lastInQueue() + 1;
    }
  }

  /** Checks what was found against what must come next. */
  private @Nullable RecordFrame inOrder(@Nullable RecordFrame frame) {
    if (frame == null) {
      stream.lost(DropReason.CORRUPTED, next, next);
      next++;
      return null;
    }
    long index = frame.record().index();
    if (index < next) {
      return null; // before the place we were looking for
    }
    if (index > next) {
      stream.lost(DropReason.CORRUPTED, next, index - 1);
    }
    next = index + 1;
    return frame;
  }

  private byte @Nullable [] documentIn(Segment segment) {
    try {
      ExcerptTailer positioned = tailerAt(segment);
      if (positioned == null) {
        return null;
      }
      try (DocumentContext document = positioned.readingDocument()) {
        if (!document.isPresent()
            || ChronicleQueues.ROLL_CYCLE.toCycle(document.index()) != segment.cycle()) {
          return null;
        }
        return ChronicleQueues.contentOf(document);
      }
    } catch (RuntimeException | InternalError | AssertionError e) {
      // InternalError: the file was cut under the mapping. The others: Chronicle met garbage.
      stream.report(e);
      cycle = NOWHERE;
      return null;
    }
  }

  private @Nullable ExcerptTailer tailerAt(Segment segment) {
    SegmentedQueue current = stream.queue();
    if (queue != current || tailer == null) {
      queue = current; // the old queue closed its tailers itself
      tailer = current.createTailer();
      cycle = NOWHERE;
    }
    if (cycle != segment.cycle()) {
      if (!moveTo(tailer, segment, next - segment.firstIndex())) {
        return null;
      }
      cycle = segment.cycle();
    }
    return tailer;
  }

  private static boolean moveTo(ExcerptTailer tailer, Segment segment, long offset) {
    return tailer.moveToIndex(ChronicleQueues.ROLL_CYCLE.toIndex(segment.cycle(), offset));
  }

  private void stalled(Segment segment) {
    cycle = NOWHERE;
    if (++stalls < PATIENCE) {
      return;
    }
    stalls = 0;
    stream.unreadable(segment, next);
  }

  @Override
  public void close() {
    synchronized (stream.lock()) {
      closed = true;
      if (tailer != null && queue == stream.queue()) {
        tailer.close();
      }
    }
  }
}
