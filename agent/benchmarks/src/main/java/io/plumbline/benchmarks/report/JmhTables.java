package io.plumbline.benchmarks.report;

/** Parts of the agent, measured by JMH in one thread. */
final class JmhTables {
  static final String SUITE = "jmh";
  static final String MINIMAL = "minimalCapture";
  static final String CAPTURE = "CaptureBenchmark";

  private JmhTables() {}

  static String text(Rows all) {
    return Sections.byCell(all, SUITE, (cell, name) -> table(cell));
  }

  private static MarkdownTable table(Rows cell) {
    MarkdownTable table = new MarkdownTable("", "time", "bytes allocated", "to the first");
    String first = cell.contestants().get(0);
    for (String contestant : cell.contestants()) {
      if (cell.of(contestant).stream().allMatch(Row::isFailed)) {
        table.failed(cell.of(contestant).get(0).failure(), contestant);
        continue;
      }
      table.row(
          contestant,
          Spread.of(cell.of(contestant), row -> row.value("nanos")).in(Unit.NANOS),
          Spread.of(cell.of(contestant), row -> row.value("bytes")).in(Unit.WHOLE),
          ratio(cell, contestant, first).in(Unit.RATIO));
    }
    return table;
  }

  static Spread ratio(Rows cell, String contestant, String other) {
    return Spread.ofRounds(
        cell.of(contestant),
        cell.of(other),
        (row, base) -> row.value("nanos") / base.value("nanos"));
  }
}
