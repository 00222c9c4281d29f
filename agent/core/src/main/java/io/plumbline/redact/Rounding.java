package io.plumbline.redact;

/** To the nearest multiple of a step; half-way to the even one. */
record Rounding(double step) implements NumberChange {
  Rounding {
    ValueRule.requirePositive("step", step);
  }

  @Override
  public double apply(double value) {
    double rounded = Math.rint(value / step) * step;
    // 0.1 * 3 is 0.30000000000000004: what nobody wrote. Divide by the inverse where it is whole.
    double inverse = Math.rint(1 / step);
    return Math.abs(inverse * step - 1) < 1e-12 ? Math.rint(value / step) / inverse : rounded;
  }
}
