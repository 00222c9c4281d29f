package io.plumbline.capture;

/**
 * How much of a call is captured. There is no "nothing": at every level each call is a record, and
 * counts, with its duration, its model and its error.
 */
public enum CaptureLevel {
  /** What the configuration says. */
  FULL(0, "full", "everything that the configuration says"),
  /** Model, rows, names, datatypes and shapes where they lie at hand; no value, in or out. */
  SUMMARY(1, "summary", "no values"),
  /** Model, duration and error; no span. */
  COUNTS(2, "counts", "no values and no spans; every inference counts");

  private static final CaptureLevel[] ALL = values();

  private final int number;
  private final String attributeValue;
  private final String description;

  CaptureLevel(int number, String attributeValue, String description) {
    this.number = number;
    this.attributeValue = attributeValue;
    this.description = description;
  }

  /** Fails for the highest. */
  CaptureLevel higher() {
    return ALL[number - 1];
  }

  /** Fails for the lowest. */
  CaptureLevel lower() {
    return ALL[number + 1];
  }

  /** 0 for the highest; on disk, and as a metric. */
  public int number() {
    return number;
  }

  /** Value of {@code ml.capture.level}. */
  public String attributeValue() {
    return attributeValue;
  }

  /** What is left of a call, in a few words. */
  public String description() {
    return description;
  }
}
