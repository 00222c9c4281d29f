package io.plumbline.config;

/** A setting is wrong. The message is one line that says where, what and what to write instead. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  ConfigException(String message) {
    super(message.replaceAll("\\s*\\R\\s*", " "));
  }

  /** For {@code System.err}: the one line of an agent that a wrong setting switched off. */
  public String agentIsOff() {
    return "plumbline: " + getMessage() + ". Agent is off; the application continues.";
  }
}
