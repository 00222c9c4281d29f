package io.plumbline.capture;

/**
 * How much of a call is captured. There is no "nothing": at every level each call is a record, and
 * counts, with its duration, its model and its error.
 */
public enum CaptureLevel {
  /** What the configuration says. */
  FULL("full"),
  /** Model, rows, names, datatypes and shapes where they lie at hand; no value, in or out. */
  SUMMARY("summary"),
  /** Model, duration and error; no span. */
  COUNTS("counts");

  private final String attributeValue;

  CaptureLevel(String attributeValue) {
    this.attributeValue = attributeValue;
  }

  /** Value of {@code ml.capture.level}. */
  public String attributeValue() {
    return attributeValue;
  }
}
