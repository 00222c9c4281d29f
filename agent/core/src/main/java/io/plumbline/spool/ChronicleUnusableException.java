package io.plumbline.spool;

import java.io.IOException;

/** Chronicle Queue does not run in this JVM, or not over these files. */
final class ChronicleUnusableException extends IOException {
  private static final long serialVersionUID = 1L;

  ChronicleUnusableException(String message) {
    super(message);
  }

  ChronicleUnusableException(Throwable cause) {
    super("Chronicle Queue cannot be used: " + cause, cause);
  }
}
