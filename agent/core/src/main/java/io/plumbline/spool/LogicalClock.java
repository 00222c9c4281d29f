package io.plumbline.spool;

import net.openhft.chronicle.core.time.TimeProvider;

/**
 * Tells Chronicle Queue the time, which moves only when a segment is full: segments are cut by size
 * and no change of the host's clock can hide a record.
 */
final class LogicalClock implements TimeProvider {
  private static final long CYCLE_MILLIS = 3_600_000;

  private volatile int cycle;

  LogicalClock(int cycle) {
    this.cycle = cycle;
  }

  int cycle() {
    return cycle;
  }

  void moveTo(int newCycle) {
    cycle = newCycle;
  }

  @Override
  public long currentTimeMillis() {
    return cycle * CYCLE_MILLIS;
  }
}
