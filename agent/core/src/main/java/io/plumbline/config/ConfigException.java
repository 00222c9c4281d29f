package io.plumbline.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A setting is wrong. The message is one line that says where, what and what to write instead. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient @Nullable Position position;

  ConfigException(String message) {
    this(message, null);
  }

  ConfigException(InvalidValueException invalid) {
    this(Objects.toString(invalid.getMessage()), invalid.position());
  }

  private ConfigException(String message, @Nullable Position position) {
    super(message.replaceAll("\\s*\\R\\s*", " "));
    this.position = position;
  }

  /** Where in a file; also at the start of the message. Null when it is in none. */
  public @Nullable Position position() {
    return position;
  }

  /** For {@code System.err}: the one line of an agent that a wrong setting switched off. */
  public String agentIsOff() {
    return "plumbline: " + getMessage() + ". Agent is off; the application continues.";
  }
}
