package io.plumbline.benchmarks.report;

import java.util.List;

/** One contestant in one cell, round by round beside those it is compared with. */
final class PerCall {
  private final List<Row> rows;
  private final List<Row> baseline;
  private final Rows cell;
  private final String contestant;

  PerCall(Rows cell, String contestant) {
    this.cell = cell;
    this.contestant = contestant;
    this.rows = cell.of(contestant);
    this.baseline = cell.of(Named.baselineOf(contestant));
  }

  boolean isBaseline() {
    return Named.isBaseline(contestant);
  }

  Spread spread(String value) {
    return Spread.of(rows, row -> row.value(value));
  }

  /** ns of the calling thread, a call. */
  Spread cpu() {
    return Spread.of(rows, PerCall::cpuOf);
  }

  Spread addedCpu() {
    return Spread.ofRounds(rows, baseline, (row, alone) -> cpuOf(row) - cpuOf(alone));
  }

  Spread addedBytes() {
    return Spread.ofRounds(
        rows,
        baseline,
        (row, alone) -> perCall(row, "allocatedBytes") - perCall(alone, "allocatedBytes"));
  }

  Spread toBaseline(String value) {
    return Spread.ofRounds(rows, baseline, (row, alone) -> row.value(value) / alone.value(value));
  }

  Spread addedTo(String value) {
    return Spread.ofRounds(rows, baseline, (row, alone) -> row.value(value) - alone.value(value));
  }

  /** What it adds, in parts of what the SDK by hand adds in the same round. */
  Spread toByHand() {
    List<Row> alone = cell.of(Named.ARRAY_ALONE);
    List<Row> byHand = cell.of(Named.BY_HAND);
    if (!baseline.equals(alone)) {
      return Spread.NONE;
    }
    return Spread.ofRounds(
        rows,
        byHand,
        (row, hand) ->
            alone.stream()
                .filter(none -> none.round() == row.round() && !none.isFailed())
                .mapToDouble(none -> (cpuOf(row) - cpuOf(none)) / (cpuOf(hand) - cpuOf(none)))
                .findFirst()
                .orElse(Double.NaN));
  }

  private static double cpuOf(Row row) {
    return perCall(row, "cpuNanos");
  }

  private static double perCall(Row row, String value) {
    return row.value(value) / row.value("made");
  }
}
