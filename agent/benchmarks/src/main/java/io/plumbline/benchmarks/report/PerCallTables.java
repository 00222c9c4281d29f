package io.plumbline.benchmarks.report;

/** What a call costs its caller: a table for each cell. */
final class PerCallTables {
  static final String SUITE = "per-call";

  private PerCallTables() {}

  static String text(Rows all) {
    return Sections.byCell(all, SUITE, PerCallTables::table);
  }

  private static MarkdownTable table(Rows cell, String name) {
    boolean timed = !name.endsWith("bursts");
    MarkdownTable table =
        timed
            ? new MarkdownTable(
                "", "caller's CPU added", "p50", "p50 to no agent", "p99", "p99.9", "bytes added")
            : new MarkdownTable(
                "", "caller's CPU added", "to SDK by hand", "bytes added", "caller's CPU in all");
    for (String contestant : cell.contestants()) {
      String failure =
          cell.of(contestant).stream()
              .filter(Row::isFailed)
              .map(row -> String.valueOf(row.failure()))
              .findFirst()
              .orElse("");
      if (!failure.isEmpty()) {
        table.failed(failure, contestant);
      } else if (timed) {
        timed(table, cell, contestant);
      } else {
        bursts(table, cell, contestant);
      }
    }
    return table;
  }

  private static void timed(MarkdownTable table, Rows cell, String contestant) {
    PerCall call = new PerCall(cell, contestant);
    table.row(
        contestant,
        call.isBaseline() ? "" : call.addedCpu().in(Unit.NANOS),
        call.spread("p50").in(Unit.NANOS),
        call.isBaseline() ? "" : call.toBaseline("p50").in(Unit.RATIO),
        call.spread("p99").in(Unit.NANOS),
        call.spread("p999").in(Unit.NANOS),
        call.isBaseline() ? "" : call.addedBytes().in(Unit.WHOLE));
  }

  private static void bursts(MarkdownTable table, Rows cell, String contestant) {
    PerCall call = new PerCall(cell, contestant);
    table.row(
        contestant,
        call.isBaseline() ? "" : call.addedCpu().in(Unit.NANOS),
        call.isBaseline() ? "" : call.toByHand().in(Unit.RATIO),
        call.isBaseline() ? "" : call.addedBytes().in(Unit.WHOLE),
        call.cpu().in(Unit.NANOS));
  }
}
