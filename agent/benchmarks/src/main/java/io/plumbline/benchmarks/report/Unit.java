package io.plumbline.benchmarks.report;

import java.util.Locale;

/** How numbers are written for people. */
enum Unit {
  /** As it is, without decimals. */
  WHOLE {
    @Override
    String write(double value) {
      return String.format(Locale.ROOT, "%,d", Math.round(value));
    }
  },
  /** A share of 1. */
  PERCENT {
    @Override
    String write(double value) {
      return decimals(100 * value) + " %";
    }
  },
  /** How many times. */
  RATIO {
    @Override
    String write(double value) {
      return String.format(Locale.ROOT, "%.2f", value);
    }
  },
  /** Of nanoseconds. */
  NANOS {
    @Override
    String write(double value) {
      double size = Math.abs(value);
      if (size >= 1e9) {
        return decimals(value / 1e9) + " s";
      }
      if (size >= 1e6) {
        return decimals(value / 1e6) + " ms";
      }
      return size >= 10_000 ? decimals(value / 1e3) + " µs" : WHOLE.write(value) + " ns";
    }
  },
  /** Of bytes. */
  MEGABYTES {
    @Override
    String write(double value) {
      return decimals(value / (1 << 20)) + " MB";
    }
  };

  abstract String write(double value);

  /** Three digits that count. */
  private static String decimals(double value) {
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size < 1 ? "%.2f" : size < 100 ? "%.1f" : "%.0f", value);
  }
}
