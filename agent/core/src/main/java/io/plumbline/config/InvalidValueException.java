package io.plumbline.config;

import org.jspecify.annotations.Nullable;

/** A value does not have the type of its option. Becomes a {@link ConfigException} or a warning. */
final class InvalidValueException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient @Nullable Position position;

  /**
   * @param message what is wrong with which value and what to write instead, in one line
   */
  InvalidValueException(String message) {
    this(null, message);
  }

  /**
   * @param position goes before the problem
   */
  InvalidValueException(@Nullable Position position, String problem) {
    super(position == null ? problem : position + ": " + problem, null, false, false);
    this.position = position;
  }

  /** A value, and what is wrong with it. */
  static InvalidValueException at(Origin origin, String problem) {
    String name = origin.name().isEmpty() ? "the whole file" : origin.name();
    return new InvalidValueException(origin.position(), name + problem);
  }

  /** Null when it is in no file. */
  @Nullable Position position() {
    return position;
  }
}
