package io.plumbline.telemetry;

/** Whether what is stored was made of a value that somebody wants. */
enum Match {
  /** It was not. */
  NONE,
  /** Nobody can say. */
  UNKNOWN,
  /** It was made of this value or of another one: the rule makes the same of several. */
  ONE_OF_SEVERAL,
  SURE;

  /** That either holds. */
  Match or(Match other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** That both hold: what is unknown may be otherwise, whatever the other is. */
  Match and(Match other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
