package io.plumbline.capture;

import java.time.Duration;

/**
 * What was seen in a stretch of time.
 *
 * @param length of it
 * @param calls that began
 * @param callNanos what a typical one cost at the level in force; NaN where none was timed
 * @param higherNanos what one cost that was captured a level higher, to know; NaN where none was
 */
record OverheadWindow(Duration length, long calls, double callNanos, double higherNanos) {
  double callsPerSecond() {
    return calls * 1e9 / Math.max(1, length.toNanos());
  }

  /** Of one core, at that cost a call. */
  double utilization(double nanosPerCall) {
    return calls * nanosPerCall / Math.max(1, length.toNanos());
  }
}
