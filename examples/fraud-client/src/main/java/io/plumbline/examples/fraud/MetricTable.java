package io.plumbline.examples.fraud;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One line for each series. */
final class MetricTable {
  /** Attributes that are the same on every line, and so tell nothing. */
  private static final Set<String> LEFT_OUT =
      Set.of("ml.model.version", "ml.framework.name", "ml.framework.version", "ml.operation.name");

  private static final String LINE = "  %-36s %-48s %10s %10s %10s %10s%n";

  private final List<Series> series;

  MetricTable(Collection<Series> series) {
    this.series =
        series.stream()
            .sorted(Comparator.comparing(Series::metric).thenComparing(one -> attributes(one)))
            .toList();
  }

  void printTo(PrintStream out) {
    out.printf(LINE, "metric", "of", "count", "mean", "50 % <", "99 % <");
    for (Series one : series) {
      String name = one.metric() + " [" + one.unit() + "]";
      if (one.histogram()) {
        out.printf(
            LINE,
            name,
            attributes(one),
            number(one.count()),
            number(one.mean()),
            number(one.quantile(0.5)),
            number(one.quantile(0.99)));
      } else {
        out.printf(LINE, name, attributes(one), number(one.count()), "", "", "");
      }
    }
  }

  private static String attributes(Series series) {
    return series.attributes().entrySet().stream()
        .filter(attribute -> !LEFT_OUT.contains(attribute.getKey()))
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(key -> !key.equals("ml.model.name"))))
        .map(attribute -> simple(attribute.getValue().toString()))
        .collect(Collectors.joining(" "));
  }

  /** Of a class name, the class. */
  private static String simple(String value) {
    return value.matches("[a-z.]+\\.[\\w.]*[A-Z]\\w*")
        ? value.substring(value.lastIndexOf('.') + 1)
        : value;
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }
}
