package io.plumbline.spool;

import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.diagnostics.Episodes;
import java.time.Clock;

/** Says when the spool begins and ceases to refuse records, not once a record; writer thread. */
final class Refusals {
  private final Episodes episodes;

  Refusals(AgentLog log, Clock clock) {
    this.episodes = new Episodes(log, clock);
  }

  DropReason refused(DropReason reason, String why) {
    episodes.isSo(
        reason,
        AgentLog.Level.WARN,
        "The spool takes no records: " + why + ". What the ring cannot hold is dropped.");
    return reason;
  }

  void ended() {
    episodes.isOver("The spool takes records again.");
  }
}
