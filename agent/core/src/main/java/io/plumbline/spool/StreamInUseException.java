package io.plumbline.spool;

import java.io.IOException;

/** Another process has the stream: its own, or one that delivers what a dead one left. */
public final class StreamInUseException extends IOException {
  private static final long serialVersionUID = 1;

  StreamInUseException(String message) {
    super(message);
  }
}
