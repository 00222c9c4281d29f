package io.plumbline.capture;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded number of in-flight records, shared by all threads: no ThreadLocal that a million
 * virtual threads would multiply. A thread looks first where it found one before, so its record is
 * warm.
 */
final class InFlightPool {
  private final CaptureLimits limits;
  private final int mask;
  private final AtomicIntegerArray taken;
  private final AtomicReferenceArray<@Nullable InFlightInference> records;

  InFlightPool(CaptureLimits limits) {
    this.limits = limits;
    int size = Integer.highestOneBit(Math.max(1, limits.maxInFlight() * 2 - 1));
    this.mask = size - 1;
    this.taken = new AtomicIntegerArray(size);
    this.records = new AtomicReferenceArray<>(size);
  }

  /** A record that nobody else holds, or null when all are taken. */
  @Nullable InFlightInference acquire() {
    int start = (int) Thread.currentThread().getId();
    for (int i = 0; i <= mask; i++) {
      int slot = (start + i) & mask;
      if (taken.get(slot) == 0 && taken.compareAndSet(slot, 0, 1)) {
        return record(slot);
      }
    }
    return null;
  }

  private InFlightInference record(int slot) {
    InFlightInference record = records.get(slot);
    if (record != null) {
      return record;
    }
    try {
      record = new InFlightInference(this, slot, limits);
      records.set(slot, record);
      return record;
    } finally {
      if (record == null) {
        taken.set(slot, 0); // out of memory: the slot is not lost with it
      }
    }
  }

  /** How many are taken now. */
  int inUse() {
    int count = 0;
    for (int slot = 0; slot <= mask; slot++) {
      count += taken.get(slot);
    }
    return count;
  }

  void release(InFlightInference record) {
    taken.set(record.slot(), 0);
  }
}
