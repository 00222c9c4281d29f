package io.plumbline.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What becomes of so many calls a second. */
final class ThroughputTables {
  static final String SUITE = "throughput";

  private ThroughputTables() {}

  static String text(Rows all) {
    return Sections.byJdk(all, SUITE, ThroughputTables::table);
  }

  private static MarkdownTable table(Rows ofJdk) {
    MarkdownTable table =
        new MarkdownTable(
            "offered",
            "",
            "made, calls/s",
            "counted of made",
            "spooled of made",
            "spans delivered of made",
            "CPU added, a call",
            "CPU added, a span delivered",
            "of it sending threads",
            "lost, by reason");
    for (String cell : ofJdk.cells()) {
      for (String contestant : ofJdk.contestants()) {
        row(table, ofJdk.cell(cell), cell, contestant);
      }
    }
    return table;
  }

  private static void row(MarkdownTable table, Rows cell, String name, String contestant) {
    List<Row> rows = cell.of(contestant);
    if (rows.isEmpty()) {
      return;
    }
    if (rows.stream().allMatch(Row::isFailed)) {
      table.failed(rows.get(0).failure(), name, contestant);
      return;
    }
    boolean alone = contestant.equals(Named.ARRAY_ALONE);
    table.row(
        name,
        contestant,
        Spread.of(rows, row -> row.value("perSecond")).in(Unit.WHOLE),
        alone ? "" : shareOfMade(rows, "counted").in(Unit.PERCENT),
        alone || contestant.equals(Named.BY_HAND)
            ? ""
            : shareOfMade(rows, "spooled").in(Unit.PERCENT),
        alone ? "" : shareOfMade(rows, "loadSpans").in(Unit.PERCENT),
        alone ? "" : added(cell, contestant, "loadMade").in(Unit.NANOS),
        alone ? "" : added(cell, contestant, "loadSpans").in(Unit.NANOS),
        alone
            ? ""
            : Spread.of(rows, row -> row.value("behindNanos") / row.value("loadSpans"))
                .in(Unit.NANOS),
        losses(rows));
  }

  static Spread shareOfMade(List<Row> rows, String value) {
    return Spread.of(rows, row -> row.value(value) / row.value("loadMade"));
  }

  /**
   * CPU of the whole process, without what the same calls take without an agent.
   *
   * @param per what it is divided by
   */
  static Spread added(Rows cell, String contestant, String per) {
    return Spread.ofRounds(
        cell.of(contestant),
        cell.of(Named.ARRAY_ALONE),
        (row, alone) ->
            (row.value("cpuNanos")
                    - alone.value("cpuNanos") / alone.value("loadMade") * row.value("loadMade"))
                / row.value(per));
  }

  private static String losses(List<Row> rows) {
    Map<String, Double> byReason = new TreeMap<>();
    for (Row row : rows) {
      row.values()
          .forEach(
              (name, value) -> {
                if (name.startsWith("lost ")) {
                  byReason.merge(name.substring("lost ".length()), value, Double::sum);
                }
              });
    }
    return byReason.entrySet().stream()
        .map(loss -> String.format(Locale.ROOT, "%s %,.0f", loss.getKey(), loss.getValue()))
        .collect(Collectors.joining(", "));
  }
}
