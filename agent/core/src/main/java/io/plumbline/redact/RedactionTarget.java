package io.plumbline.redact;

/** What a rule can be for. */
public enum RedactionTarget {
  /** An input, by the name that it has on the span. */
  FEATURE,
  /**
   * An output, by its name; {@code label}, {@code score} and {@code probabilities} of any model.
   */
  OUTPUT,
  /** One of the {@link RecordText}s. */
  TEXT
}
