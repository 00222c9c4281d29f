package io.plumbline.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the segments of a stream one after the other.
 *
 * <p>It knows which index comes next and what is the last, so that silence where a record must be
 * is noticed.
 */
final class SegmentTailer implements SpoolTailer {
  /** Reads that found nothing, or failed, before a segment is given up. */
  private static final int PATIENCE = 3;

  private final TailedStream stream;
  private long next;
  private int stalls;
  private boolean stalled;

  private @Nullable Segment segment;
  private @Nullable FrameScanner scanner;
  private @Nullable RecordFrame putBack;
  private SealedBytes.Opener opener = SpoolKeys.NONE.recordOpener();
  private volatile boolean closed;

  SegmentTailer(TailedStream stream, long afterIndex) {
    this.stream = stream;
    this.next = afterIndex + 1;
  }

  /** Whether all that is in the segments was read or stepped over. */
  boolean isAtEnd() {
    return closed || (putBack == null && next > stream.lastInSegments());
  }

  @Override
  public SpoolBatch read(int maxRecords, int maxBytes) {
    long first = putBack == null ? next : putBack.record().index();
    boolean whole = false;
    try {
      SpoolBatch batch = readOn(maxRecords, maxBytes);
      whole = true;
      return batch;
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
    leave();
  }

  private SpoolBatch readOn(int maxRecords, int maxBytes) {
    List<SpoolRecord> records = new ArrayList<>();
    int bytes = 0;
    stalled = false;
    while (records.size() < maxRecords && !closed) {
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
    RecordFrame frame = stillThere(putBack);
    putBack = null;
    while (frame == null && !stalled && next <= stream.lastInSegments()) {
      long last = stream.lastInSegments();
      Segment current = stream.find(next);
      if (current == null) {
        stream.gone(next, last);
        next = last + 1;
      } else {
        next = Math.max(next, current.firstIndex()); // what is not there any more has been told
        frame = nextIn(current);
      }
    }
    return frame;
  }

  /** One that the spool let go in between was told as lost. */
  private @Nullable RecordFrame stillThere(@Nullable RecordFrame frame) {
    if (frame == null) {
      return null;
    }
    Segment holds = stream.find(frame.record().index());
    return holds != null && holds.firstIndex() <= frame.record().index() ? frame : null;
  }

  private @Nullable RecordFrame nextIn(Segment current) {
    try {
      RecordFrame frame = scannerOf(current).next();
      return frame == null ? nothingIn(current) : inOrder(current, frame);
    } catch (IOException e) {
      stream.report(e);
      leave();
      return nothingIn(current);
    }
  }

  /** Checks what was found against what must come next. */
  private @Nullable RecordFrame inOrder(Segment current, RecordFrame frame)
      throws MissingKeyException {
    long index = frame.record().index();
    if (index > current.lastIndex() && !stream.isActive(current)) {
      return nothingIn(current);
    }
    stalls = 0;
    if (index < next) {
      return null; // before the place we are looking for
    }
    if (index > next) {
      stream.damaged(current, next, index - 1);
    }
    next = index + 1;
    return opened(current, frame);
  }

  private @Nullable RecordFrame opened(Segment current, RecordFrame frame)
      throws MissingKeyException {
    RecordFrame opened = frame.opened(opener);
    if (opened == null) {
      stream.damaged(current, frame.record().index(), frame.record().index());
    }
    return opened;
  }

  private @Nullable RecordFrame nothingIn(Segment current) {
    if (++stalls < PATIENCE) {
      stalled = true;
    } else if (stream.isActive(current)) {
      stalled = true;
      stream.distrust(current);
    } else {
      stalls = 0;
      stream.damaged(current, next, current.lastIndex());
      next = current.lastIndex() + 1;
    }
    return null;
  }

  private FrameScanner scannerOf(Segment current) throws IOException {
    FrameScanner open = scanner;
    if (open == null || segment != current) {
      leave();
      open = new FrameScanner(current.content().open());
      opener = stream.keys().recordOpener();
      scanner = open;
      segment = current;
    }
    return open;
  }

  private void leave() {
    FrameScanner left = scanner;
    scanner = null;
    if (left != null) {
      left.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    leave();
  }
}
