package io.plumbline.spool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The segments of a queue, oldest first; the newest may still be written. Guarded by its queue. */
final class SegmentTable {
  private final Deque<Segment> closed = new ArrayDeque<>();
  private @Nullable Segment active;

  void addClosed(Segment segment) {
    closed.addLast(segment);
  }

  void roll(Segment next) {
    if (active != null) {
      closed.addLast(active);
    }
    active = next;
  }

  @Nullable Segment active() {
    return active;
  }

  boolean isActive(Segment segment) {
    return segment == active;
  }

  @Nullable Segment oldestClosed() {
    return closed.peekFirst();
  }

  void remove(Segment segment) {
    closed.remove(segment);
  }

  /** The one that holds the record, or the first one after it. */
  @Nullable Segment find(long index) {
    for (Segment segment : closed) {
      if (segment.lastIndex() >= index) {
        return segment;
      }
    }
    return active;
  }

  int size() {
    return closed.size() + (active == null ? 0 : 1);
  }

  List<Segment> all() {
    List<Segment> all = new ArrayList<>(closed);
    if (active != null) {
      all.add(active);
    }
    return all;
  }
}
