package io.plumbline.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void medianIsTheMiddleOne() {
    assertThat(Spread.of(9, 1, 3)).isEqualTo(new Spread(3, 1, 9));
    assertThat(Spread.of(4, 1, 2, 9)).isEqualTo(new Spread(3, 1, 9));
  }

  @Test
  void whatIsNoNumberDoesNotCount() {
    assertThat(Spread.of(Double.NaN, 2, Double.POSITIVE_INFINITY)).isEqualTo(new Spread(2, 2, 2));
    assertThat(Spread.of().isKnown()).isFalse();
  }

  @Test
  void ratiosAreOfTheSameRound() {
    List<Row> rows = List.of(row("a", 1, 10), row("a", 2, 40));
    List<Row> others = List.of(row("b", 2, 20), row("b", 1, 10));

    assertThat(Spread.ofRounds(rows, others, (row, other) -> row.value("x") / other.value("x")))
        .isEqualTo(new Spread(1.5, 1, 2));
  }

  @Test
  void roundThatOneLacksOrFailedInIsLeftOut() {
    List<Row> rows = List.of(row("a", 1, 10), row("a", 2, 40), row("a", 3, 1));
    List<Row> others =
        List.of(row("b", 1, 10), Row.failed("s", 17, "b", "c", 2, new IOException("gone")));

    assertThat(Spread.ofRounds(rows, others, (row, other) -> row.value("x") / other.value("x")))
        .isEqualTo(new Spread(1, 1, 1));
  }

  @Test
  void isWrittenWithWhatItLiesBetween() {
    assertThat(new Spread(0.2, 0.1, 0.35).in(Unit.RATIO)).isEqualTo("0.20 (0.10…0.35)");
    assertThat(new Spread(2, 2, 2).in(Unit.WHOLE)).isEqualTo("2");
    assertThat(Spread.NONE.in(Unit.WHOLE)).isEqualTo("–");
  }

  static Row row(String contestant, int round, double value) {
    return new Row("s", 17, contestant, "c", round, Map.of("x", value), null);
  }
}
