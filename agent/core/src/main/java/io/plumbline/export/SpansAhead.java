package io.plumbline.export;

import io.plumbline.spool.SpoolRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Spans that were made while their records were counted, and wait to be sent: a relay that keeps up
 * reads each record once. A few batches of them; what comes behind is read when its time comes.
 */
final class SpansAhead {
  private static final int MOST_BATCHES = 2;

  private final RelayOptions options;
  private final Deque<DueSpans> batches = new ArrayDeque<>();

  SpansAhead(RelayOptions options) {
    this.options = options;
  }

  /**
   * Whether a record comes next, and has room.
   *
   * @param frontier index up to which all is delivered, or under way
   */
  boolean takes(SpoolRecord record, long frontier) {
    DueSpans last = batches.peekLast();
    long before = last == null ? frontier : last.lastIndex();
    boolean hasRoom = batches.size() < MOST_BATCHES || (last != null && !last.isFull(options));
    return hasRoom && record.index() == before + 1;
  }

  /** Of a record that it {@link #takes}. */
  void add(MadeSpan made) {
    DueSpans last = batches.peekLast();
    if (last != null && !last.isFull(options)) {
      last.add(made);
    } else {
      DueSpans next = new DueSpans();
      next.add(made);
      batches.addLast(next);
    }
  }

  /** The next batch, full or not; null when there is none. */
  @Nullable DueSpans take() {
    return batches.pollFirst();
  }

  /** What was made is not to be sent; its records are read once more. */
  void forget() {
    batches.clear();
  }
}
