package io.plumbline.capture;

/**
 * What the numbers of a model's output mean, so that the relay can tell label, score and
 * confidence.
 *
 * <p>{@link #code} is on disk: never reuse or renumber one.
 */
public enum OutputKind {
  /** Not known: told from the outputs' shapes and values. */
  UNKNOWN(0),
  /** One probability a row, of class 1: label at p ≥ 0.5, confidence max(p, 1 − p). */
  BINARY_PROBABILITY(1),
  /** One probability a class and row: label by argmax, confidence its probability. */
  CLASS_PROBABILITIES(2),
  /** Regression, ranking, margins, leaves, contributions: scores without a label or confidence. */
  SCORES(3),
  /** The index of the winning class. */
  CLASS_INDEX(4);

  private final int code;

  OutputKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** {@link #UNKNOWN} for a kind that a newer agent wrote. */
  static OutputKind ofCode(int code) {
    for (OutputKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    return UNKNOWN;
  }
}
