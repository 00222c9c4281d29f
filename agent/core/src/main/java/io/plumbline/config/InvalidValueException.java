package io.plumbline.config;

/** A value does not have the type of its option. Becomes a {@link ConfigException} or a warning. */
final class InvalidValueException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message what is wrong with which value and what to write instead, in one line
   */
  InvalidValueException(String message) {
    super(message, null, false, false);
  }
}
