package io.plumbline.status;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What to do about a capture that takes less than it is configured to. */
final class OverheadHints {
  private OverheadHints() {}

  static void add(OverheadFacts overhead, List<Hint> hints) {
    if (overhead.isSteppedDown()) {
      hints.add(
          Hint.problem(
              "stepped_down",
              "Capture costs the application more than it may: "
                  + percent(overhead.cpu())
                  + " of a core ("
                  + percent(overhead.maxCpu())
                  + " allowed), "
                  + micros(overhead.call())
                  + " a call ("
                  + micros(overhead.maxCall())
                  + " allowed). So "
                  + (overhead.level().equals("counts")
                      ? "inferences are counted and nothing else"
                      : "spans have no values")
                  + " until it fits. Capture less (capture.max_rows, capture.max_values_per_row), or"
                  + " allow more (overhead.max_cpu, overhead.max_call)."));
    }
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  private static String micros(Duration time) {
    return String.format(Locale.ROOT, "%.1f µs", time.toNanos() / 1000.0);
  }
}
