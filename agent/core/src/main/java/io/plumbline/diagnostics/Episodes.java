package io.plumbline.diagnostics;

import io.plumbline.diagnostics.AgentLog.Level;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says when something begins that should not be, and when it ends. What comes and goes is said once
 * a minute at most, with how often it came: a disk that is full and not full every second is two
 * lines a minute. What was not said when it began is said when the minute is over, if it still is.
 *
 * <p>Not thread-safe.
 */
public final class Episodes {
  static final long QUIET_MILLIS = 60_000;

  private final AgentLog log;
  private final Clock clock;
  private final Map<Object, Long> quietUntil = new HashMap<>();
  private final Map<Object, Long> unsaid = new HashMap<>();
  private @Nullable Object current;
  private boolean said;
  private boolean someSaid;

  public Episodes(AgentLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * It is so; may be called for each event.
   *
   * @param kind of few; another one than before is another episode
   */
  public void isSo(Object kind, Level level, String line) {
    if (!kind.equals(current)) {
      current = kind;
      said = false;
      unsaid.merge(kind, 1L, Long::sum);
    } else if (said) {
      return;
    }
    long now = clock.millis();
    long quiet = quietUntil.getOrDefault(kind, Long.MIN_VALUE);
    boolean clockWasSetBack = quiet - now > QUIET_MILLIS;
    if (now >= quiet || clockWasSetBack) {
      said = true;
      someSaid = true;
      quietUntil.put(kind, now + QUIET_MILLIS);
      log.log(level, line + times(unsaid.remove(kind)));
    }
  }

  private static String times(@Nullable Long count) {
    return count == null || count == 1 ? "" : " (" + count + " times since this was last said)";
  }

  /** It is not so, or not any more; may be called for each event. */
  public void isOver(String line) {
    if (current == null) {
      return;
    }
    current = null;
    said = false;
    if (someSaid) {
      someSaid = false;
      log.info(line);
    }
  }

  /** Whether something is so now. */
  public boolean areOpen() {
    return current != null;
  }
}
