package io.plumbline.ring;

import java.io.IOException;

/** A file that was a ring, as it seems, and in which nothing can be found any more. */
public final class RingDamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  RingDamagedException(String message) {
    super(message);
  }
}
