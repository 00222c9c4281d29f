package io.plumbline.benchmarks.report;

import java.util.List;

/** How long until the first answer, and what the process is then made of. */
final class StartTables {
  static final String SUITE = "start";
  static final String HELLO = "hello world";
  static final String FRAUD = "fraud server";

  private StartTables() {}

  static String text(Rows all) {
    return Sections.byCell(all, SUITE, (cell, name) -> table(cell));
  }

  private static MarkdownTable table(Rows cell) {
    MarkdownTable table =
        new MarkdownTable(
            "",
            "jar",
            "first answer",
            "added",
            "RSS",
            "of it ring",
            "of it segments",
            "heap",
            "metaspace",
            "threads",
            "classes",
            "of them shared",
            "idle, of a core");
    for (String contestant : cell.contestants()) {
      List<Row> rows = cell.of(contestant);
      if (rows.stream().allMatch(Row::isFailed)) {
        table.failed(rows.get(0).failure(), contestant);
      } else {
        row(table, cell, contestant);
      }
    }
    return table;
  }

  private static void row(MarkdownTable table, Rows cell, String contestant) {
    List<Row> rows = cell.of(contestant);
    table.row(
        contestant,
        median(rows, "jar", Unit.MEGABYTES),
        Spread.of(rows, row -> row.value("firstAnswerNanos")).in(Unit.NANOS),
        contestant.equals(Named.ARRAY_ALONE)
            ? ""
            : added(cell, contestant, "firstAnswerNanos").in(Unit.NANOS),
        median(rows, "rss", Unit.MEGABYTES),
        median(rows, "rssRing", Unit.MEGABYTES),
        median(rows, "rssSegments", Unit.MEGABYTES),
        median(rows, "heap", Unit.MEGABYTES),
        median(rows, "metaspace", Unit.MEGABYTES),
        median(rows, "threads", Unit.WHOLE),
        median(rows, "classes", Unit.WHOLE),
        median(rows, "sharedClasses", Unit.WHOLE),
        median(rows, "idleShare", Unit.PERCENT));
  }

  static Spread added(Rows cell, String contestant, String value) {
    return Spread.ofRounds(
        cell.of(contestant),
        cell.of(Named.ARRAY_ALONE),
        (row, alone) -> row.value(value) - alone.value(value));
  }

  private static String median(List<Row> rows, String value, Unit unit) {
    Spread spread = Spread.of(rows, row -> row.value(value));
    return spread.isKnown() ? unit.write(spread.median()) : "–";
  }
}
