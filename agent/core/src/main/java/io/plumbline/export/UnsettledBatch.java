package io.plumbline.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A batch on its way: the parts still to be sent, and what became of the others. */
final class UnsettledBatch<T> {
  private final Deque<List<T>> parts = new ArrayDeque<>();
  private final List<T> refused = new ArrayList<>();
  private long rejectedByReceiver;

  UnsettledBatch(List<T> records) {
    if (!records.isEmpty()) {
      parts.add(records);
    }
  }

  boolean isSettled() {
    return parts.isEmpty();
  }

  /** What to send next; the whole batch, unless it was split. */
  List<T> part() {
    return parts.getFirst();
  }

  void partAccepted(long rejected) {
    parts.removeFirst();
    rejectedByReceiver += rejected;
  }

  void partRefused() {
    refused.addAll(parts.removeFirst());
  }

  void splitPart() {
    List<T> part = parts.removeFirst();
    int middle = part.size() / 2;
    parts.addFirst(part.subList(middle, part.size()));
    parts.addFirst(part.subList(0, middle));
  }

  Iterable<List<T>> parts() {
    return parts;
  }

  Settlement<T> settlement() {
    return new Settlement<>(refused, rejectedByReceiver);
  }
}
