package io.plumbline.spool;

import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.DropReason;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Says what went undelivered because of a bound, and of which time it was: at once when that
 * begins, then once a minute as long as it goes on. Damage is said where it is found.
 */
final class LossLog {
  private static final long SUMMARY_MILLIS = 60_000;
  private static final Set<DropReason> SAID_HERE =
      EnumSet.of(DropReason.SPOOL_FULL, DropReason.SPOOL_EXPIRED, DropReason.SPOOL_UNAVAILABLE);

  private final AgentLog log;
  private final Map<DropReason, Sum> unsaid = new EnumMap<>(DropReason.class);
  private long quietUntilMillis = Long.MIN_VALUE;

  private record Sum(long records, long fromMillis, long toMillis) {
    Sum plus(SpoolLoss loss) {
      long from = fromMillis == 0 ? loss.fromEpochMillis() : fromMillis;
      return new Sum(records + loss.records(), from, Math.max(toMillis, loss.toEpochMillis()));
    }
  }

  LossLog(AgentLog log) {
    this.log = log;
  }

  synchronized void lost(SpoolLoss loss, long nowMillis) {
    if (SAID_HERE.contains(loss.reason())) {
      Sum before = unsaid.getOrDefault(loss.reason(), new Sum(0, 0, 0));
      unsaid.put(loss.reason(), before.plus(loss));
      tidy(nowMillis);
    }
  }

  /** Says what is to be said by now. */
  synchronized void tidy(long nowMillis) {
    if (unsaid.isEmpty() || nowMillis < quietUntilMillis) {
      return;
    }
    unsaid.forEach((reason, sum) -> log.warn(line(reason, sum)));
    unsaid.clear();
    quietUntilMillis = nowMillis + SUMMARY_MILLIS;
  }

  private static String line(DropReason reason, Sum sum) {
    String time =
        sum.toMillis() == 0
            ? ""
            : " from "
                + Instant.ofEpochMilli(sum.fromMillis())
                + " to "
                + Instant.ofEpochMilli(sum.toMillis());
    return sum.records()
        + " inferences"
        + time
        + " are counted, and their spans are lost: "
        + reason.attributeValue();
  }
}
