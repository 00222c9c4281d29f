package io.plumbline.spool;

import io.plumbline.diagnostics.DropReason;
import java.util.Map;

/**
 * Records that were stored and cannot be delivered any more.
 *
 * @param firstIndex of those lost, and {@code lastIndex}: all between are lost
 * @param fromEpochMillis when the first was spooled, or near it; 0 when not known
 * @param recordsByHook how many of which hook; empty when not known
 */
public record SpoolLoss(
    DropReason reason,
    long firstIndex,
    long lastIndex,
    long fromEpochMillis,
    long toEpochMillis,
    Map<Integer, Long> recordsByHook) {
  public SpoolLoss {
    if (firstIndex > lastIndex) {
      throw new IllegalArgumentException(firstIndex + " is after " + lastIndex);
    }
    recordsByHook = Map.copyOf(recordsByHook);
  }

  /** Some of them, with the time of all; of which hooks they were is not known. */
  public SpoolLoss part(long first, long last) {
    boolean all = first == firstIndex && last == lastIndex;
    return all
        ? this
        : new SpoolLoss(reason, first, last, fromEpochMillis, toEpochMillis, Map.of());
  }

  public long records() {
    return lastIndex - firstIndex + 1;
  }
}
