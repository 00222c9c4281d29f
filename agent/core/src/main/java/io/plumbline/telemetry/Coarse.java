package io.plumbline.telemetry;

/** Bounds that tell the magnitude of a value and no more: powers of two, and their negatives. */
final class Coarse {
  private Coarse() {}

  /** The next one at or below; infinities and zero stay. */
  static double below(double value) {
    return value < 0 ? -powerAbove(-value) : powerBelow(value);
  }

  /** The next one at or above. */
  static double above(double value) {
    return -below(-value);
  }

  private static double powerBelow(double magnitude) {
    return magnitude > 0 && Double.isFinite(magnitude)
        ? Math.scalb(1.0, exponent(magnitude))
        : magnitude;
  }

  private static double powerAbove(double magnitude) {
    double below = powerBelow(magnitude);
    return below < magnitude ? 2 * below : below;
  }

  private static int exponent(double magnitude) {
    return Math.max(Math.getExponent(magnitude), Double.MIN_EXPONENT);
  }
}
