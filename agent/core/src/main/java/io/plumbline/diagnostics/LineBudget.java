package io.plumbline.diagnostics;

import io.plumbline.diagnostics.AgentLog.Level;

/**
 * How many lines may be written: many at once, few for ever. Whoever logs is bounded where it logs;
 * this is for what nobody thought of. Not thread-safe.
 */
final class LineBudget {
  /** A host with hundreds of woven classes says each of them at start. */
  static final int AT_ONCE = 2000;

  static final int PER_MINUTE = 120;

  /** Kept for warnings and errors, so that a flood of the rest hides none. */
  static final int RESERVED = 500;

  private static final long MILLIS_PER_LINE = 60_000 / PER_MINUTE;

  private int lines = AT_ONCE;
  private long earnedUntilMillis = Long.MIN_VALUE;
  private long leftOut;

  /** Whether a line may be written now; counted when not. */
  boolean take(Level level, long nowMillis) {
    earn(nowMillis);
    if (lines <= (level.compareTo(Level.WARN) < 0 ? RESERVED : 0)) {
      leftOut++;
      return false;
    }
    lines--;
    return true;
  }

  /** A clock that was set back earns nothing until it is where it was; no line is lost for ever. */
  private void earn(long nowMillis) {
    if (earnedUntilMillis == Long.MIN_VALUE || nowMillis < earnedUntilMillis - 60_000) {
      earnedUntilMillis = nowMillis;
    }
    long earned = Math.min(AT_ONCE, (nowMillis - earnedUntilMillis) / MILLIS_PER_LINE);
    if (earned > 0) {
      lines = (int) Math.min(AT_ONCE, lines + earned);
      earnedUntilMillis = nowMillis;
    }
  }

  /** How many were not written since this was last asked. */
  long takeLeftOut() {
    long count = leftOut;
    leftOut = 0;
    return count;
  }
}
