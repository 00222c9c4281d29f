package io.plumbline.diagnostics;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Plumbline's own log. It never writes to the host's streams unless told to, never uses a logging
 * library, and never throws.
 *
 * <p>Bounded by {@link LineBudget}: what is too much is left out, and how much that was is said.
 *
 * <p>Until {@link #writeTo} names a place, the last {@value #HELD_LINES} lines are held.
 */
public final class AgentLog implements AutoCloseable {
  public enum Level {
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  private static final int HELD_LINES = 256;

  private final Clock clock;
  private volatile Level threshold;
  private final LineBudget budget = new LineBudget();
  private final Queue<String> held = new ArrayDeque<>();
  private @Nullable PrintStream out;
  private @Nullable PrintStream file;

  public AgentLog(Clock clock, Level threshold) {
    this.clock = clock;
    this.threshold = threshold;
  }

  /** Least level of a line from now on. */
  public void level(Level least) {
    threshold = least;
  }

  /** Writes what was held, and from now on every line, to {@code stream}. */
  public synchronized void writeTo(PrintStream stream) {
    out = stream;
    held.forEach(stream::println);
    held.clear();
  }

  /** As {@link #writeTo}, into a file of our own. */
  public synchronized void writeToFile(PrintStream stream) {
    hold();
    file = stream;
    writeTo(stream);
  }

  /** The file was removed: lines are held until there is another. */
  public synchronized void hold() {
    if (file != null) {
      file.close();
      file = null;
      out = null;
    }
  }

  /** Closes the file; what is said later is held, for nobody. */
  @Override
  public synchronized void close() {
    hold();
    out = null;
  }

  public void debug(String message) {
    log(Level.DEBUG, message);
  }

  public void info(String message) {
    log(Level.INFO, message);
  }

  public void warn(String message) {
    log(Level.WARN, message);
  }

  public void error(String message) {
    log(Level.ERROR, message);
  }

  public void log(Level level, String message) {
    if (level.compareTo(threshold) < 0) {
      return;
    }
    emit(level, message, clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  private synchronized void emit(Level level, String message, Instant now) {
    if (!budget.take(level, now.toEpochMilli())) {
      return;
    }
    long leftOut = budget.takeLeftOut();
    if (leftOut > 0) {
      emit(line(Level.WARN, leftOut + " lines were left out here: too many at once", now));
    }
    emit(line(level, message, now));
  }

  private static String line(Level level, String message, Instant now) {
    return String.format(Locale.ROOT, "%s %-5s %s", now, level, message);
  }

  private void emit(String line) {
    if (out != null) {
      out.println(line);
      return;
    }
    if (held.size() == HELD_LINES) {
      held.remove();
    }
    held.add(line);
  }
}
