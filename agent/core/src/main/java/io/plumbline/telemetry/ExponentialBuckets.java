package io.plumbline.telemetry;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts of adjacent buckets, of one sign; grows as far as it must, up to a limit. */
final class ExponentialBuckets {
  private static final int INITIAL = 8;

  private final int limit;

  /** {@code counts[i]} is of bucket {@code first + i}; outside of used ones it is 0. */
  private long[] counts = new long[0];

  private int first;
  private int used;

  ExponentialBuckets(int limit) {
    this.limit = limit;
  }

  boolean isEmpty() {
    return used == 0;
  }

  /** Index of the first bucket that holds anything. */
  int offset() {
    return first;
  }

  /** From {@link #offset} on. */
  List<Long> counts() {
    List<Long> list = new ArrayList<>(used);
    for (int i = 0; i < used; i++) {
      list.add(counts[i]);
    }
    return list;
  }

  /** By how many powers of two the buckets must become wider to hold one more index. */
  int shiftToFit(int index) {
    if (used == 0) {
      return 0;
    }
    int low = Math.min(first, index);
    int high = Math.max(first + used - 1, index);
    int shift = 0;
    while ((long) (high >> shift) - (low >> shift) >= limit) {
      shift++;
    }
    return shift;
  }

  /** Makes each bucket {@code 2^shift} times as wide. */
  void mergeNeighbours(int shift) {
    if (used == 0) {
      return;
    }
    int newFirst = first >> shift;
    int newUsed = ((first + used - 1) >> shift) - newFirst + 1;
    long[] merged = new long[Math.max(INITIAL, newUsed)];
    for (int i = 0; i < used; i++) {
      merged[((first + i) >> shift) - newFirst] += counts[i];
    }
    counts = merged;
    first = newFirst;
    used = newUsed;
  }

  /**
   * @param index one for which {@link #shiftToFit} is 0
   */
  void increment(int index) {
    if (used == 0) {
      first = index;
    }
    makeRoom(Math.min(first, index), Math.max(first + used - 1, index));
    counts[index - first]++;
  }

  private void makeRoom(int low, int high) {
    int needed = high - low + 1;
    int moved = first - low;
    if (needed > counts.length || moved > 0) {
      int capacity = Math.min(limit, Math.max(INITIAL, Math.max(counts.length, needed * 2)));
      long[] wider = new long[Math.max(capacity, needed)];
      System.arraycopy(counts, 0, wider, moved, used);
      counts = wider;
    }
    first = low;
    used = needed;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeInt(first);
    out.writeInt(used);
    for (int i = 0; i < used; i++) {
      out.writeLong(counts[i]);
    }
  }

  void readFrom(DataInput in) throws IOException {
    first = in.readInt();
    used = in.readInt();
    if (used < 0 || used > limit) {
      throw new IOException(used + " buckets are more than " + limit);
    }
    counts = new long[used];
    for (int i = 0; i < used; i++) {
      counts[i] = in.readLong();
    }
  }

  @Override
  public String toString() {
    return first + Arrays.toString(Arrays.copyOf(counts, used));
  }
}
