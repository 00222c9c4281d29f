package io.plumbline.path;

/**
 * A path does not lead to a value. Without a stack: the message says all, and it may come often.
 */
public final class PathException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message names types and members, never values
   */
  public PathException(String message) {
    super(message, null, false, false);
  }
}
