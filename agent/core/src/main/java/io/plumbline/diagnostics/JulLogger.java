package io.plumbline.diagnostics;

import java.text.MessageFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@code java.util.logging.Logger} in the libraries inside our jar, whose references
 * to it are rewritten to this class when the jar is built. Theirs would initialise the host's
 * LogManager, perhaps before the host has configured it, and write into the host's log.
 *
 * <p>Has the methods those libraries call, {@code JulLoggerTest} checks that. {@link Level} is the
 * JDK's own: a constant, which initialises nothing.
 *
 * <p>A message is written the first time, then counted and written at 10, 100 and so on.
 */
public final class JulLogger {
  private static final int MESSAGES = 256;

  private static volatile @Nullable AgentLog log;

  private static final Map<String, AtomicLong> COUNTS = new ConcurrentHashMap<>();

  private final String name;

  private JulLogger(String name) {
    this.name = name;
  }

  /** Until this is called, what libraries say is dropped. */
  public static void writeTo(AgentLog agentLog) {
    log = agentLog;
  }

  public static JulLogger getLogger(String name) {
    return new JulLogger(name);
  }

  public String getName() {
    return name;
  }

  public boolean isLoggable(Level level) {
    return level.intValue() >= Level.INFO.intValue();
  }

  public void severe(String message) {
    log(Level.SEVERE, message);
  }

  public void warning(String message) {
    log(Level.WARNING, message);
  }

  public void info(String message) {
    log(Level.INFO, message);
  }

  public void config(String message) {
    log(Level.CONFIG, message);
  }

  public void fine(String message) {
    log(Level.FINE, message);
  }

  public void finer(String message) {
    log(Level.FINER, message);
  }

  public void finest(String message) {
    log(Level.FINEST, message);
  }

  public void log(Level level, @Nullable String message) {
    if (isLoggable(level)) {
      write(level, String.valueOf(message), "");
    }
  }

  /** The error in one line: whoever threw it hands it on to us as well. */
  public void log(Level level, @Nullable String message, @Nullable Throwable error) {
    if (isLoggable(level)) {
      write(level, String.valueOf(message), error == null ? "" : " (" + error + ")");
    }
  }

  public void log(Level level, @Nullable String message, @Nullable Object parameter) {
    log(level, message, new Object[] {parameter});
  }

  public void log(Level level, @Nullable String message, Object @Nullable [] parameters) {
    if (isLoggable(level)) {
      write(level, formatted(String.valueOf(message), parameters), "");
    }
  }

  private static String formatted(String message, Object @Nullable [] parameters) {
    try {
      return MessageFormat.format(message, parameters);
    } catch (IllegalArgumentException notAPattern) {
      return message;
    }
  }

  private void write(Level level, String message, String detail) {
    AgentLog out = log;
    if (out == null) {
      return;
    }
    long count = count(message);
    if (count == 1) {
      out.log(levelOf(level), name + ": " + message + detail);
    } else if (PowersOfTen.contain(count)) {
      out.log(levelOf(level), name + ": " + count + " times so far: " + message + detail);
    }
  }

  /** Numbers in a message, of spans for example, do not make it another one. */
  private long count(String message) {
    String kind = name + message.replaceAll("\\d+", "#");
    AtomicLong count = COUNTS.get(kind);
    if (count == null) {
      if (COUNTS.size() >= MESSAGES) {
        return 0;
      }
      count = COUNTS.computeIfAbsent(kind, k -> new AtomicLong());
    }
    return count.incrementAndGet();
  }

  private static AgentLog.Level levelOf(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return AgentLog.Level.ERROR;
    }
    return level.intValue() >= Level.WARNING.intValue() ? AgentLog.Level.WARN : AgentLog.Level.INFO;
  }
}
