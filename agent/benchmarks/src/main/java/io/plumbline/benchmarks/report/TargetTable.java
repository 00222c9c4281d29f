package io.plumbline.benchmarks.report;

import java.util.List;

/** The targets of what Plumbline may cost, against what it does. */
final class TargetTable {
  private static final double MEBIBYTE = 1 << 20;

  private static final List<Target> TARGETS =
      List.of(
          Target.atMost(
              "CPU added to a call of 32 features, to that of the SDK by hand",
              0.2,
              Unit.RATIO,
              rows -> call(rows, "body 2 µs, 1 thread, bursts").toByHand()),
          Target.atMost(
              "time of a capture, to that of the minimal capture (JMH)",
              2.5,
              Unit.RATIO,
              rows -> JmhTables.ratio(capture(rows), "plumbline", JmhTables.MINIMAL)),
          Target.atMost(
              "bytes allocated by a capture once warm (JMH)",
              0.5,
              Unit.WHOLE,
              rows -> Spread.of(capture(rows).of("plumbline"), row -> row.value("bytes"))),
          Target.atMost(
              "p50 of a 2 µs body, to no agent",
              1.10,
              Unit.RATIO,
              rows -> call(rows, "body 2 µs, 1 thread, closed loop").toBaseline("p50")),
          Target.atMost(
              "p50 of a 50 µs body, to no agent",
              1.01,
              Unit.RATIO,
              rows -> call(rows, "body 50 µs, 1 thread, closed loop").toBaseline("p50")),
          Target.atMost(
              "p99.9 added, 4 threads at 10,000 calls/s each",
              20_000,
              Unit.NANOS,
              rows -> call(rows, "body 2 µs, 4 threads, 10,000 calls/s each").addedTo("p999")),
          Target.atLeast(
              "counted of made at 50,000 calls/s",
              1,
              Unit.PERCENT,
              rows -> ofMade(rows, "50,000 calls/s", "counted")),
          Target.atLeast(
              "counted of made at 100,000 calls/s",
              1,
              Unit.PERCENT,
              rows -> ofMade(rows, "100,000 calls/s", "counted")),
          Target.atLeast(
              "spans delivered of made at 50,000 calls/s",
              1,
              Unit.PERCENT,
              rows -> ofMade(rows, "50,000 calls/s", "loadSpans")),
          Target.atLeast(
              "spans delivered of made at 100,000 calls/s",
              1,
              Unit.PERCENT,
              rows -> ofMade(rows, "100,000 calls/s", "loadSpans")),
          Target.atMost(
              "CPU end to end of a span, to BatchSpanProcessor's, at 10,000 calls/s",
              0.5,
              Unit.RATIO,
              TargetTable::spanCpuToByHand),
          Target.atMost(
              "CPU of the idle agent's threads, of a core (fraud server)",
              0.003,
              Unit.PERCENT,
              rows ->
                  Spread.of(
                      start(rows, StartTables.FRAUD).of(Named.PLUMBLINE),
                      row -> row.value("idleShareOfOurThreads"))),
          Target.atMost(
              "first answer later, hello world",
              400e6,
              Unit.NANOS,
              rows -> started(rows, StartTables.HELLO, "firstAnswerNanos")),
          Target.atMost(
              "first answer later, fraud server, of its own time",
              0.1,
              Unit.PERCENT,
              rows ->
                  Spread.ofRounds(
                      start(rows, StartTables.FRAUD).of(Named.PLUMBLINE),
                      start(rows, StartTables.FRAUD).of(Named.ARRAY_ALONE),
                      (row, alone) ->
                          row.value("firstAnswerNanos") / alone.value("firstAnswerNanos") - 1)),
          Target.atMost(
              "RSS added, fraud server, ring and segments included",
              60 * MEBIBYTE,
              Unit.MEGABYTES,
              rows -> started(rows, StartTables.FRAUD, "rss")),
          Target.atMost(
              "size of the jar",
              12 * MEBIBYTE,
              Unit.MEGABYTES,
              rows ->
                  Spread.of(
                      rows.where(
                          row ->
                              row.suite().equals(StartTables.SUITE)
                                  && row.contestant().equals(Named.PLUMBLINE)),
                      row -> row.value("jar"))));

  private final Rows rows;

  TargetTable(Rows rows) {
    this.rows = rows;
  }

  String text() {
    List<Integer> jdks = rows.jdks();
    String[] head = new String[2 + jdks.size()];
    head[0] = "";
    head[1] = "target";
    for (int i = 0; i < jdks.size(); i++) {
      head[2 + i] = "JDK " + jdks.get(i);
    }
    MarkdownTable table = new MarkdownTable(head);
    for (Target target : TARGETS) {
      String[] cells = new String[head.length];
      cells[0] = target.what();
      cells[1] = target.limit();
      for (int i = 0; i < jdks.size(); i++) {
        int jdk = jdks.get(i);
        cells[2 + i] = target.result(new Rows(rows.where(row -> row.jdk() == jdk)));
      }
      table.row(cells);
    }
    return table.toString();
  }

  private static PerCall call(Rows rows, String cell) {
    return new PerCall(suite(rows, PerCallTables.SUITE).cell(cell), Named.ARRAY);
  }

  private static Rows capture(Rows rows) {
    return suite(rows, JmhTables.SUITE).cell(JmhTables.CAPTURE);
  }

  private static Spread ofMade(Rows rows, String cell, String value) {
    return ThroughputTables.shareOfMade(
        suite(rows, ThroughputTables.SUITE).cell(cell).of(Named.ARRAY), value);
  }

  private static Spread spanCpuToByHand(Rows rows) {
    Rows cell = suite(rows, ThroughputTables.SUITE).cell("10,000 calls/s");
    double byHand = ThroughputTables.added(cell, Named.BY_HAND, "loadSpans").median();
    Spread ours = ThroughputTables.added(cell, Named.ARRAY, "loadSpans");
    return new Spread(ours.median() / byHand, ours.least() / byHand, ours.most() / byHand);
  }

  private static Rows start(Rows rows, String cell) {
    return suite(rows, StartTables.SUITE).cell(cell);
  }

  private static Spread started(Rows rows, String cell, String value) {
    return StartTables.added(start(rows, cell), Named.PLUMBLINE, value);
  }

  private static Rows suite(Rows rows, String suite) {
    return new Rows(rows.where(row -> row.suite().equals(suite)));
  }
}
