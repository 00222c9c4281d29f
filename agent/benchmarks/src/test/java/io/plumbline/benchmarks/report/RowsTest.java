package io.plumbline.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsTest {
  private static final Row ROW =
      new Row("start", 25, "no agent", "body 2 µs", 3, Map.of("rss", 1.5e8, "p50", 2.25), null);
  private static final Row FAILED =
      Row.failed("start", 17, "x", "c", 1, new IOException("said \"no\"\n| twice"));

  @TempDir private Path folder;

  @Test
  void whatIsSavedIsLoaded() throws IOException {
    Path file = folder.resolve("start.jsonl");
    new Rows(List.of(ROW, FAILED)).save(file);

    assertThat(Rows.load(file).where(row -> true)).containsExactly(ROW, FAILED);
    assertThat(Rows.load(folder.resolve("never")).isEmpty()).isTrue();
  }

  @Test
  void newMeasurementTakesThePlaceOfAllOlderRoundsOfTheSame() {
    Rows old = new Rows(List.of(SpreadTest.row("a", 1, 1), SpreadTest.row("b", 1, 2)));
    Rows fresh = new Rows(List.of(SpreadTest.row("a", 7, 3)));

    assertThat(fresh.over(old).where(row -> true))
        .containsExactly(SpreadTest.row("b", 1, 2), SpreadTest.row("a", 7, 3));
  }

  @Test
  void valueThatWasNotMeasuredIsNoNumber() {
    assertThat(ROW.value("p50")).isEqualTo(2.25);
    assertThat(ROW.value("p99")).isNaN();
  }
}
