package io.plumbline.benchmarks.report;

import java.util.List;

/** How long until the first answer, and what the process is then made of. */
final class StartTables {
  static final String SUITE = "start";
  static final String HELLO = "hello world";
  static final String FRAUD = "fraud server";

  private final Rows rows;

  StartTables(Rows all) {
    rows = new Rows(all.where(row -> row.suite().equals(SUITE)));
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (int jdk : rows.jdks()) {
      Rows ofJdk = rows.of(SUITE, jdk);
      for (String cell : ofJdk.cells()) {
        text.append("\n**JDK ").append(jdk).append(", ").append(cell).append("**\n\n");
        text.append(table(ofJdk.cell(cell)));
      }
    }
    return text.toString();
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
        table.failed(contestant, String.valueOf(rows.get(0).failure()));
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
