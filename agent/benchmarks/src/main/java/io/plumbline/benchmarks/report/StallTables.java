package io.plumbline.benchmarks.report;

import java.util.List;

/** The longest that a thread of the host was held up in a call. */
final class StallTables {
  static final String SUITE = "stalls";

  private StallTables() {}

  static String text(Rows all) {
    return Sections.byJdk(all, SUITE, StallTables::table);
  }

  private static MarkdownTable table(Rows ofJdk) {
    MarkdownTable table =
        new MarkdownTable(
            "",
            "",
            "calls",
            "longest call",
            "longest of as much that nobody observes",
            "p99.9",
            "p99.9 unobserved");
    for (String cell : ofJdk.cells()) {
      for (String contestant : ofJdk.contestants()) {
        List<Row> rows = ofJdk.cell(cell).of(contestant);
        if (!rows.isEmpty()) {
          row(table, cell, contestant, rows);
        }
      }
    }
    return table;
  }

  private static void row(MarkdownTable table, String cell, String contestant, List<Row> rows) {
    if (rows.stream().allMatch(Row::isFailed)) {
      table.failed(rows.get(0).failure(), cell, contestant);
      return;
    }
    table.row(
        cell,
        contestant,
        Unit.WHOLE.write(rows.stream().mapToDouble(row -> row.value("made")).sum()),
        Spread.of(rows, row -> row.value("max")).in(Unit.NANOS),
        Spread.of(rows, row -> row.value("controlMax")).in(Unit.NANOS),
        Spread.of(rows, row -> row.value("p999")).in(Unit.NANOS),
        Spread.of(rows, row -> row.value("controlP999")).in(Unit.NANOS));
  }
}
