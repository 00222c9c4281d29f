package io.plumbline.redact;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Learns whether a feature has few values, such as country codes. It is proven small when at least
 * {@value #CALLS} calls had fewer than {@value #LIMIT} values; at the {@value #LIMIT}th value, be
 * it before or after, it is disproved and stays so. A value is admitted when the vocabulary is
 * proven small and {@value #SIGHTINGS} calls had this very value: a rare one may be somebody's.
 *
 * <p>Any number of host threads at once, without a lock. Keeps hashes, never values. Once proven
 * and all its values are known it is only read; once disproved it has let its memory go.
 */
final class Vocabulary {
  static final int LIMIT = 64;
  static final int CALLS = 1000;
  static final int SIGHTINGS = 10;

  /** Characters of an admitted value, at most. */
  static final int MOST_LENGTH = 16;

  /** A power of two, twice as many as there can be. */
  private static final int SLOTS = 2 * LIMIT;

  private static final class Table {
    final AtomicLongArray hashes = new AtomicLongArray(SLOTS);
    final AtomicIntegerArray sightings = new AtomicIntegerArray(SLOTS);
    final AtomicInteger values = new AtomicInteger();
    final AtomicInteger calls = new AtomicInteger();
  }

  private final KeyedHash hash;
  private volatile @Nullable Table table = new Table();

  /**
   * @param hash of this process alone, so that nobody can make values collide
   */
  Vocabulary(KeyedHash hash) {
    this.hash = hash;
  }

  /**
   * Learns a value, and says whether it may be shown.
   *
   * @param firstOfCall false for a further row of the same call: only the values count
   */
  boolean admits(String value, boolean firstOfCall) {
    Table known = table;
    if (known == null) {
      return false;
    }
    int slot = slot(known, hash.hash(value, MOST_LENGTH + 1) + value.length());
    if (slot < 0) {
      table = null;
      return false;
    }
    if (firstOfCall) {
      count(known.sightings, slot);
      if (known.calls.get() < CALLS) {
        known.calls.incrementAndGet();
      }
    }
    return known.calls.get() >= CALLS
        && known.sightings.get(slot) >= SIGHTINGS
        && value.length() <= MOST_LENGTH
        && table != null;
  }

  private static void count(AtomicIntegerArray sightings, int slot) {
    if (sightings.get(slot) < SIGHTINGS) {
      sightings.incrementAndGet(slot);
    }
  }

  /** Where the value stands, new or not; -1 when there are too many. */
  private static int slot(Table table, long hash) {
    long key = hash == 0 ? 1 : hash;
    for (int probe = 0; probe < SLOTS; probe++) {
      int slot = (int) (key + probe) & (SLOTS - 1);
      long there = table.hashes.get(slot);
      if (there == key) {
        return slot;
      }
      if (there == 0) {
        if (table.hashes.compareAndSet(slot, 0, key)) {
          return table.values.incrementAndGet() < LIMIT ? slot : -1;
        }
        if (table.hashes.get(slot) == key) {
          return slot;
        }
      }
    }
    return -1;
  }

  boolean isDisproved() {
    return table == null;
  }
}
