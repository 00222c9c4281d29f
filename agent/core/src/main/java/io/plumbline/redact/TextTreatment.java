package io.plumbline.redact;

/** What happens to one string. */
public enum TextTreatment {
  KEEP,
  /** A keyed hash and a length stand for it. */
  HASH,
  /** Asterisks, and as many of its last characters as the rule says. */
  MASK,
  /** As many of its first characters as the rule says. */
  TRUNCATE,
  REMOVE,
  /** The rule is none for strings: removed, and counted as failed. */
  FAIL
}
