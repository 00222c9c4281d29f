package io.plumbline.capture;

/** The bytes are not a record: cut short, overwritten, or of a version this agent does not know. */
public final class InvalidRecordException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InvalidRecordException(String message) {
    super(message);
  }
}
