package io.plumbline.config;

import io.plumbline.diagnostics.AgentLog;

/** Plumbline's own log. */
public record LogConfig(AgentLog.Level level, Destination destination) {
  /** {@code log.destination}. */
  public enum Destination {
    /** A file in the spool's directory. */
    FILE,
    STDERR
  }

  static LogConfig of(OptionValues values) {
    return new LogConfig(
        values.require(ConfigOptions.LOG_LEVEL), values.require(ConfigOptions.LOG_DESTINATION));
  }
}
