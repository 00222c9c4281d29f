package io.plumbline.spool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A set of indexes, kept as ranges that do not overlap. */
final class IndexRanges {
  /** Both ends inclusive. */
  record Range(long first, long last) {}

  private final NavigableMap<Long, Long> lastByFirst = new TreeMap<>();

  /** Adds the range and tells which parts of it are new. */
  List<Range> add(long first, long last) {
    List<Range> added = new ArrayList<>();
    long from = first;
    while (from <= last) {
      Map.Entry<Long, Long> before = lastByFirst.floorEntry(from);
      if (before != null && before.getValue() >= from) {
        from = before.getValue() + 1;
        continue;
      }
      Long after = lastByFirst.higherKey(from);
      long to = after == null ? last : Math.min(last, after - 1);
      lastByFirst.put(from, to);
      added.add(new Range(from, to));
      from = to + 1;
    }
    return added;
  }

  void forgetUpTo(long index) {
    lastByFirst.headMap(index, true).values().removeIf(last -> last <= index);
  }
}
