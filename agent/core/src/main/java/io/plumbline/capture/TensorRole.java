package io.plumbline.capture;

import org.jspecify.annotations.Nullable;

/** What a tensor is to its inference. {@link #tag} is on disk: never reuse or renumber one. */
public enum TensorRole {
  INPUT(1),
  OUTPUT(2),
  /** Class names of the output before it, as a library's map of probabilities gives them. */
  CLASSES(3),
  /** A label read by a configured path; one a row. */
  LABEL(4),
  /** A score read by a configured path; one a row. */
  SCORE(5),
  /** Probabilities read by a configured path; one a class and row. */
  PROBABILITIES(6);

  private static final TensorRole[] VALUES = values();

  private final int tag;

  TensorRole(int tag) {
    this.tag = tag;
  }

  int tag() {
    return tag;
  }

  /** Null for a role that a newer agent wrote. */
  static @Nullable TensorRole ofTag(int tag) {
    return tag >= 1 && tag <= VALUES.length ? VALUES[tag - 1] : null;
  }

  boolean isLabel() {
    return this == LABEL || this == CLASSES;
  }
}
