package io.plumbline.benchmarks.report;

import java.util.function.Function;

/**
 * What is to be reached, and how far it is.
 *
 * @param bound in the unit of what is measured
 * @param atLeast whether more is better
 * @param measured from the measurements of one JDK
 */
record Target(
    String what, double bound, boolean atLeast, Unit unit, Function<Rows, Spread> measured) {
  static Target atMost(String what, double bound, Unit unit, Function<Rows, Spread> measured) {
    return new Target(what, bound, false, unit, measured);
  }

  static Target atLeast(String what, double bound, Unit unit, Function<Rows, Spread> measured) {
    return new Target(what, bound, true, unit, measured);
  }

  String limit() {
    return (atLeast ? "at least " : "at most ") + unit.write(bound);
  }

  /** For example {@code 0.17 (0.15…0.21), met}. */
  String result(Rows ofJdk) {
    Spread spread = measured.apply(ofJdk);
    if (!spread.isKnown()) {
      return "not measured";
    }
    return spread.in(unit) + (isMet(spread) ? ", met" : ", **not met**");
  }

  private boolean isMet(Spread spread) {
    return atLeast ? spread.median() >= bound : spread.median() <= bound;
  }
}
