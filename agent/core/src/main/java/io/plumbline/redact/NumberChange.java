package io.plumbline.redact;

/** Makes a number less exact. Allocates nothing; NaN, which says that there is none, stays. */
interface NumberChange {
  double apply(double value);
}
