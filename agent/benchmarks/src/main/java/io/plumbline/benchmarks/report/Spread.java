package io.plumbline.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * What repetitions gave.
 *
 * @param median NaN when there was none
 */
public record Spread(double median, double least, double most) {
  static final Spread NONE = new Spread(Double.NaN, Double.NaN, Double.NaN);

  static Spread of(double... values) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    if (sorted.length == 0) {
      return NONE;
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  static Spread of(Collection<Row> rows, ToDoubleFunction<Row> value) {
    return of(rows.stream().mapToDouble(value).toArray());
  }

  /** What both have in each round, by a formula; rounds that one of them lacks are left out. */
  static Spread ofRounds(List<Row> rows, List<Row> others, Combination formula) {
    return of(
        rows.stream()
            .filter(row -> !row.isFailed())
            .flatMapToDouble(
                row ->
                    others.stream()
                        .filter(other -> !other.isFailed() && other.round() == row.round())
                        .limit(1)
                        .flatMapToDouble(other -> DoubleStream.of(formula.of(row, other))))
            .toArray());
  }

  /** Of the same round. */
  interface Combination {
    double of(Row row, Row other);
  }

  boolean isKnown() {
    return Double.isFinite(median);
  }

  /** For example {@code 0.21 (0.19–0.26)}; a dash when nothing is known. */
  String in(Unit unit) {
    if (!isKnown()) {
      return "–";
    }
    String middle = unit.write(median);
    String low = unit.write(least);
    String high = unit.write(most);
    return low.equals(high) ? middle : middle + " (" + low + "…" + high + ")";
  }
}
