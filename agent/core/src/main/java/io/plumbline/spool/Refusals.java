package io.plumbline.spool;

import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.DropReason;
import org.jspecify.annotations.Nullable;

/** Says when the spool begins and ceases to refuse records, not once a record; writer thread. */
final class Refusals {
  private final AgentLog log;
  private @Nullable DropReason current;

  Refusals(AgentLog log) {
    this.log = log;
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
