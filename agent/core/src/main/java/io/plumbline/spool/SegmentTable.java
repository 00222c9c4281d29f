package io.plumbline.spool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The segments of a stream, oldest first; the newest may still be written. Under its lock. */
final class SegmentTable {
  private final Deque<Segment> closed = new ArrayDeque<>();
  private @Nullable Segment active;

  void addClosed(Segment segment) {
    closed.addLast(segment);
  }

  /** Nothing is appended to the active one any more. */
  void closeActive() {
    if (active != null) {
      closed.addLast(active);
      active = null;
    }
  }

  void roll(Segment next) {
    closeActive();
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

  long sizeOnDisk() {
    return size(Segment::isOnDisk);
  }

  long sizeInMemory() {
    return size(segment -> !segment.isOnDisk());
  }

  private long size(Predicate<Segment> which) {
    return all().stream().filter(which).mapToLong(each -> each.content().sizeBytes()).sum();
  }

  List<Segment> all() {
    List<Segment> all = new ArrayList<>(closed);
    if (active != null) {
      all.add(active);
    }
    return all;
  }
}
