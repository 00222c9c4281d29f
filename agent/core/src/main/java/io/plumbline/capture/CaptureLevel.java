package io.plumbline.capture;

/**
 * How much of a call is captured. There is no "nothing": at every level each call is a record, and
 * counts, with its duration, its model and its error.
 */
public enum CaptureLevel {
  /** What the configuration says. */
  FULL("full", "everything that the configuration says"),
  /** Model, rows, names, datatypes and shapes where they lie at hand; no value, in or out. */
  SUMMARY("summary", "no values"),
  /** Model, duration and error; no span. */
  COUNTS("counts", "no values and no spans; every inference counts");

  private final String attributeValue;
  private final String description;

  CaptureLevel(String attributeValue, String description) {
    this.attributeValue = attributeValue;
    this.description = description;
  }

  /** Fails for the highest. */
  CaptureLevel higher() {
    return values()[ordinal() - 1];
  }

  /** Fails for the lowest. */
  CaptureLevel lower() {
    return values()[ordinal() + 1];
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
