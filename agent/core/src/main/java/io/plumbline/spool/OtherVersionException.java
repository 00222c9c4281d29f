package io.plumbline.spool;

import java.io.IOException;

/** What lies on disk is whole, and only another version of the agent knows it. */
final class OtherVersionException extends IOException {
  private static final long serialVersionUID = 1L;

  OtherVersionException(String what) {
    super("it holds " + what + ", which this agent does not know; it is left for one that does");
  }
}
