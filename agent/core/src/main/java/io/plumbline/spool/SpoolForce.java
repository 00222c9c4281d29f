package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * When the disk is told to write, for a loss of power. On the writer's thread alone: a host thread
 * never waits for a disk. What cannot be forced is told once and tried again with the next record.
 */
final class SpoolForce {
  private static final long INTERVAL_MILLIS = 1000;

  private final SpoolFsync when;
  private final AgentErrors errors;
  private final Clock clock;
  private @Nullable Segment unforced;
  private long dueAtMillis;

  SpoolForce(SpoolFsync when, AgentErrors errors, Clock clock) {
    this.when = when;
    this.errors = errors;
    this.clock = clock;
  }

  boolean isOn() {
    return when != SpoolFsync.NEVER;
  }

  /** A record was appended. */
  void appended(Segment segment) {
    unforced = segment;
  }

  /** No record comes in this segment any more: before the next one is there. */
  void closing(Segment segment) {
    if (unforced == segment) {
      force();
    }
  }

  /** A batch is at its end. */
  void batchEnded() {
    if (unforced != null && (when == SpoolFsync.ALWAYS || clock.millis() >= dueAtMillis)) {
      force();
    }
  }

  private void force() {
    Segment segment = unforced;
    unforced = null;
    if (segment == null || !isOn()) {
      return;
    }
    dueAtMillis = clock.millis() + INTERVAL_MILLIS;
    try {
      segment.content().forceAppended();
    } catch (IOException e) {
      errors.report("spool force", e);
    }
  }
}
