package io.plumbline.export;

import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.Episodes;
import io.plumbline.status.ReceiverFacts;
import java.time.Clock;
import java.time.Duration;

/**
 * Says what an operator must know about one signal's way out: when it stops and when it goes on, as
 * {@link Episodes}, and each loss at 1, 10, 100 and so on.
 */
final class DeliveryLog {
  private enum State {
    RETRYING,
    PARKED
  }

  private final String signal;
  private Duration probeInterval;
  private final AgentLog log;
  private final Clock clock;
  private final Episodes episodes;
  private long failures;
  private long lost;
  private long nextLossSaid = 1;
  private volatile SignalStatus status = SignalStatus.NOT_ASKED;

  DeliveryLog(OtlpSignal signal, Duration probeInterval, AgentLog log, Clock clock) {
    this.signal = signal.key();
    this.probeInterval = probeInterval;
    this.log = log;
    this.clock = clock;
    this.episodes = new Episodes(log, clock);
  }

  /** For who looks on from another thread. */
  SignalStatus status() {
    return status;
  }

  void change(Duration interval) {
    probeInterval = interval;
  }

  void delivered(long rejected, String message) {
    flowing();
    status = status.delivering(message.isEmpty() ? "OK" : message, clock.instant());
    if (rejected > 0) {
      lost(
          rejected,
          "the receiver accepted a batch without " + rejected + " of its records",
          message);
    } else if (!message.isEmpty()) {
      lost(0, "the receiver accepted a batch with a warning", message);
    }
  }

  void refused(long records, String reason) {
    flowing();
    status = status.delivering(reason, clock.instant());
    lost(records, "the receiver refused " + records + " for good", reason);
  }

  /** One record that no receiver would take. */
  void oversized(String reason) {
    lost(1, "1 is left out", reason);
  }

  void retrying(String reason) {
    failures++;
    status = status.failing(ReceiverFacts.State.RETRYING, reason, clock.instant(), failures);
    episodes.isSo(
        State.RETRYING,
        AgentLog.Level.WARN,
        signal + " wait in the spool and are sent again until they arrive: " + reason);
  }

  void parked(String reason) {
    failures++;
    status = status.failing(ReceiverFacts.State.PARKED, reason, clock.instant(), failures);
    episodes.isSo(
        State.PARKED,
        AgentLog.Level.ERROR,
        signal
            + " are not accepted at all: "
            + reason
            + ". Check endpoint and headers. They wait in the spool; asking every "
            + probeInterval.toSeconds()
            + " s");
  }

  private void flowing() {
    if (episodes.areOpen()) {
      episodes.isOver(signal + " arrive again, after " + failures + " failed attempts");
      failures = 0;
    }
  }

  private void lost(long records, String what, String why) {
    lost += Math.max(1, records);
    if (lost >= nextLossSaid) {
      nextLossSaid = Long.highestOneBit(lost) * 10;
      log.warn(signal + ": " + what + " (" + lost + " so far): " + why);
    }
  }
}
