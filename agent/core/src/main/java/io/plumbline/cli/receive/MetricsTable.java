package io.plumbline.cli.receive;

import io.plumbline.otlp.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One export of metrics, a line for each series. */
final class MetricsTable {
  private static final List<String> HEADINGS =
      List.of("metric", "series", "value", "count", "mean", "p50", "p99");

  private final List<List<String>> rows = new ArrayList<>();

  private MetricsTable() {}

  static String of(List<Message> metrics) {
    MetricsTable table = new MetricsTable();
    metrics.stream().sorted(Comparator.comparing(m -> m.string("name"))).forEach(table::add);
    return table.rows.isEmpty() ? "" : table.rendered();
  }

  private void add(Message metric) {
    for (Message point : metric.message("gauge").messages("dataPoints")) {
      addNumber(metric, point);
    }
    for (Message point : metric.message("sum").messages("dataPoints")) {
      addNumber(metric, point);
    }
    for (Message point : metric.message("histogram").messages("dataPoints")) {
      addHistogram(metric, point, Buckets.explicit(point));
    }
    for (Message point : metric.message("exponentialHistogram").messages("dataPoints")) {
      addHistogram(metric, point, Buckets.exponential(point));
    }
    for (Message point : metric.message("summary").messages("dataPoints")) {
      addRow(metric, point, "", String.valueOf(point.number("count")), mean(metric, point), "", "");
    }
  }

  private void addNumber(Message metric, Message point) {
    String value =
        point.has("asInt")
            ? String.valueOf(point.number("asInt"))
            : measured(metric, point.real("asDouble"));
    addRow(metric, point, value, "", "", "", "");
  }

  private void addHistogram(Message metric, Message point, Buckets buckets) {
    addRow(
        metric,
        point,
        "",
        String.valueOf(point.number("count")),
        mean(metric, point),
        measured(metric, buckets.quantile(0.5)),
        measured(metric, buckets.quantile(0.99)));
  }

  private static String mean(Message metric, Message point) {
    long count = point.number("count");
    return count == 0 || !point.has("sum") ? "" : measured(metric, point.real("sum") / count);
  }

  private static String measured(Message metric, double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return metric.string("unit").equals("s") ? Text.seconds(value) : Text.rounded(value);
  }

  private void addRow(Message metric, Message point, String... numbers) {
    List<String> row = new ArrayList<>();
    row.add(Text.printable(metric.string("name")));
    row.add(series(point));
    row.addAll(List.of(numbers));
    rows.add(row);
  }

  /** Attributes without the {@code ml.} that all of them have. */
  private static String series(Message point) {
    return Telemetry.attributes(point).entrySet().stream()
        .map(e -> e.getKey().replaceFirst("^ml\\.", "") + "=" + Text.of(e.getValue()))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private String rendered() {
    rows.add(0, HEADINGS);
    int[] widths =
        IntStream.range(0, HEADINGS.size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String pad = " ".repeat(widths[column] - row.get(column).length());
      boolean text = column < 2;
      line.append(text ? row.get(column) + pad : pad + row.get(column)).append("  ");
    }
    return line.toString().stripTrailing() + "\n";
  }
}
