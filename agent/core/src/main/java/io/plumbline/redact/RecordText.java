package io.plumbline.redact;

/** A text of a call that is no value of a tensor. */
public enum RecordText {
  ERROR_MESSAGE("error.message"),
  CORRELATION_ID("correlation_id"),
  THREAD_NAME("thread.name"),
  TRACE_STATE("trace_state"),
  MODEL_NAME("model.name"),
  MODEL_VERSION("model.version");

  private final String written;

  RecordText(String written) {
    this.written = written;
  }

  /** As it is named in a rule. */
  public String written() {
    return written;
  }
}
