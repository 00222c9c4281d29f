package io.plumbline.spool;

import java.io.IOException;

/** Nobody can tell any more whose stream it is, or where it was to go. */
final class StreamDamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  StreamDamagedException(String message) {
    super(message);
  }
}
