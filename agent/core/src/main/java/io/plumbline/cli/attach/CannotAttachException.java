package io.plumbline.cli.attach;

/** Why a JVM cannot be attached to, and what to do instead; the message is for the operator. */
public final class CannotAttachException extends Exception {
  private static final long serialVersionUID = 1;

  CannotAttachException(String message) {
    super(message);
  }

  CannotAttachException(String message, Throwable cause) {
    super(message, cause);
  }
}
