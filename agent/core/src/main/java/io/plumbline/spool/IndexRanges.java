package io.plumbline.spool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/** A set of indexes, kept as ranges that do not overlap. */
public final class IndexRanges {
  /** Both ends inclusive. */
  public record Range(long first, long last) {}

  private final NavigableMap<Long, Long> lastByFirst = new TreeMap<>();

  /** Adds the range and tells which parts of it are new. */
  public List<Range> add(long first, long last) {
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
    join(first);
    return added;
  }

  /** Those that touch become one: a backlog that goes bit by bit is one range. */
  private void join(long index) {
    Long key = lastByFirst.floorKey(index);
    if (key == null) {
      return;
    }
    Map.Entry<Long, Long> before = lastByFirst.lowerEntry(key);
    long start = before != null && before.getValue() == key - 1 ? before.getKey() : key;
    long end = Objects.requireNonNull(lastByFirst.get(start));
    for (Long next = lastByFirst.higherKey(start);
        next != null && next == end + 1;
        next = lastByFirst.higherKey(start)) {
      end = Objects.requireNonNull(lastByFirst.remove(next));
    }
    lastByFirst.put(start, end);
  }

  /** In order. */
  public List<Range> ranges() {
    List<Range> ranges = new ArrayList<>();
    lastByFirst.forEach((first, last) -> ranges.add(new Range(first, last)));
    return ranges;
  }

  public int size() {
    return lastByFirst.size();
  }

  public void forgetUpTo(long index) {
    lastByFirst.headMap(index, true).values().removeIf(last -> last <= index);
  }
}
