package io.plumbline.spool;

import io.plumbline.diagnostics.DropReason;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
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
  private static final int PATIENCE = 3;

  private static final int NOWHERE = -1;

  private final TailedStream stream;
  private long next;
  private long ringPosition;
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

  /** Where the ring went on after the last record read; 0 before the first. */
  long ringPosition() {
    return ringPosition;
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
      ringPosition = frame.ringPosition();
    }
    return records.isEmpty() ? SpoolBatch.EMPTY : new SpoolBatch(records);
  }

  private @Nullable RecordFrame nextFrame() {
    RecordFrame frame = putBack;
    putBack = null;
    while (frame == null && next <= stream.lastIndex()) {
      Segment segment = stream.queue().segments().find(next);
      if (segment == null) {
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
        return contentOf(document);
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
      long offset = next - segment.firstIndex();
      if (!moveTo(tailer, segment, offset) && !moveTo(tailer, segment, 0)) {
        return null;
      }
      cycle = segment.cycle();
    }
    return tailer;
  }

  private static boolean moveTo(ExcerptTailer tailer, Segment segment, long offset) {
    return tailer.moveToIndex(ChronicleQueues.ROLL_CYCLE.toIndex(segment.cycle(), offset));
  }

  private static byte[] contentOf(DocumentContext document) {
    Bytes<?> bytes = ChronicleQueues.requirePresent(document).bytes();
    long length = bytes.readRemaining();
    if (length > SpoolOptions.MAX_SEGMENT_BYTES) {
      throw new IllegalStateException("a record of " + length + " bytes");
    }
    byte[] content = new byte[(int) length];
    bytes.read(content);
    return content;
  }

  private void stalled(Segment segment) {
    cycle = NOWHERE;
    if (++stalls < PATIENCE) {
      return;
    }
    stalls = 0;
    stream.setAside(segment);
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
