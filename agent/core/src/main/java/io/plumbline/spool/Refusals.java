package io.plumbline.spool;

import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.DropReason;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Says when the spool begins and ceases to refuse records, not once a record; writer thread. */
final class Refusals {
  private static final long RETRY_MILLIS = 1000;

  private final AgentLog log;
  private final Clock clock;
  private @Nullable DropReason current;
  private long retryAtMillis;

  Refusals(AgentLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /** Whether it failed so lately that trying again would only cost. */
  boolean isTooEarly() {
    return clock.millis() < retryAtMillis;
  }

  /** Something failed that takes a while to be mended. */
  DropReason failed(String why) {
    retryAtMillis = clock.millis() + RETRY_MILLIS;
    return refused(DropReason.SPOOL_UNAVAILABLE, why);
  }

  DropReason refused(DropReason reason, String why) {
    if (reason != current) {
      log.warn("The spool takes no records: " + why + ". What the ring cannot hold is dropped.");
      current = reason;
    }
    return reason;
  }

  void ended() {
    if (current != null) {
      log.info("The spool takes records again.");
      current = null;
    }
  }
}
