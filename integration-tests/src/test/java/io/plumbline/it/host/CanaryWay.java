package io.plumbline.it.host;

/** A way for a value of the host into a record. */
public enum CanaryWay {
  ONNX_STRING(true),
  XGBOOST_FEATURE_NAME(false),
  MAP_VALUE(true),
  /** As a number, where it is one. */
  WHOLE_NUMBER(true),
  MAP_KEY(false),
  ARRAY(true),
  LIST(true),
  ROWS(true),
  RECORD(true),
  BEAN(true),
  LABEL(false),
  CLASS_NAME(false),
  MESSAGE(true),
  MODEL_NAME(false),
  CORRELATION_ID(false),
  THREAD_NAME(false),
  /** What captures it fails, and says so with the secret. */
  FAILING_CAPTURE(true);

  private final boolean isValue;

  CanaryWay(boolean isValue) {
    this.isValue = isValue;
  }

  /** Else a name, or named by the configuration: kept where no detector knows it. */
  public boolean isValue() {
    return isValue;
  }

  /** Else only into the log of the agent, if it is careless. */
  public boolean leadsIntoTheRecord() {
    return this != FAILING_CAPTURE;
  }
}
