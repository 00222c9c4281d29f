package io.plumbline.spool;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of one segment. Written by the writer thread until it is closed. */
final class Segment {
  private static final int SOME_RECORDS = 1024;

  private final SegmentContent content;
  private final long firstIndex;
  private long lastIndex;
  private long fromMillis;
  private long toMillis;
  private volatile boolean damaged;

  // One byte a record, so that a loss can be told by hook without reading the file.
  private byte[] hooks = new byte[0];

  /** One that is empty. */
  Segment(SegmentContent content, long firstIndex, long lastIndex) {
    this.content = content;
    this.firstIndex = firstIndex;
    this.lastIndex = lastIndex;
  }

  /**
   * One that was written by somebody else.
   *
   * @param fromMillis when its first record was stored
   */
  Segment(SegmentContent content, long firstIndex, long lastIndex, long fromMillis, long toMillis) {
    this(content, firstIndex, lastIndex);
    this.fromMillis = fromMillis;
    this.toMillis = toMillis;
  }

  void add(int hook, long millis) {
    int n = (int) (lastIndex + 1 - firstIndex);
    if (n == hooks.length) {
      hooks = Arrays.copyOf(hooks, Math.max(SOME_RECORDS, n * 2));
    }
    if (n == 0) {
      fromMillis = millis;
    }
    hooks[n] = (byte) hook;
    toMillis = millis;
    lastIndex++;
  }

  /** Something in it cannot be read. */
  void markDamaged() {
    damaged = true;
  }

  boolean isDamaged() {
    return damaged;
  }

  SegmentContent content() {
    return content;
  }

  /** Null when it is in memory. */
  @Nullable Path file() {
    return content.file();
  }

  boolean isOnDisk() {
    return content.file() != null;
  }

  boolean isEmpty() {
    return lastIndex < firstIndex;
  }

  long firstIndex() {
    return firstIndex;
  }

  /** One less than the first when it holds none. */
  long lastIndex() {
    return lastIndex;
  }

  long fromMillis() {
    return fromMillis;
  }

  long toMillis() {
    return toMillis;
  }

  Map<Integer, Long> countByHook(long from, long to) {
    Map<Integer, Long> counts = new TreeMap<>();
    for (long index = from; index <= to && index - firstIndex < hooks.length; index++) {
      counts.merge(hooks[(int) (index - firstIndex)] & 0xFF, 1L, Long::sum);
    }
    return counts;
  }
}
