package io.plumbline.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsPageTest {
  private static final String BURSTS = "body 2 µs, 1 thread, bursts";

  private final List<Row> rows = new ArrayList<>();

  @Test
  void whatStandsOutsideOfTheMarksStays() {
    ResultsPage page = new ResultsPage(new Rows(rows), "a machine");

    String first = page.into("# Mine\n");
    String second =
        new ResultsPage(new Rows(rows), "another")
            .into(first.replace("# Mine", "# Ours") + "end\n");

    assertThat(second).startsWith("# Ours\n").endsWith("end\n").contains("another");
    assertThat(second).doesNotContain("a machine");
  }

  @Test
  void suiteThatWasNotRunIsSaidToBeMissing() {
    assertThat(page()).contains("## Throughput\n\nNot measured yet.");
  }

  @Test
  void addedCpuIsThatOfTheSameRoundWithoutAnAgent() {
    bursts("no agent", 1, 100);
    bursts("Plumbline, YAML, float[]", 1, 300);
    bursts("OpenTelemetry SDK by hand", 1, 1100);

    assertThat(page())
        .contains("| Plumbline, YAML, float[] | 200 ns | 0.20 | 0 | 300 ns |")
        .contains("| OpenTelemetry SDK by hand | 1,000 ns | 1.00 | 0 | 1,100 ns |")
        .contains("to that of the SDK by hand | at most 0.20 | 0.20, met |");
  }

  @Test
  void targetThatIsMissedSaysSo() {
    bursts("no agent", 1, 100);
    bursts("Plumbline, YAML, float[]", 1, 600);
    bursts("OpenTelemetry SDK by hand", 1, 1100);

    assertThat(page()).contains("| at most 0.20 | 0.50, **not met** |");
  }

  @Test
  void observedLibraryIsComparedWithItselfAlone() {
    bursts("no agent, XGBoost", 1, 50_000);
    bursts("Plumbline, XGBoost", 1, 51_500);

    assertThat(page()).contains("| Plumbline, XGBoost | 1,500 ns | – | 0 | 51.5 µs |");
  }

  @Test
  void contestantThatFailedIsARowThatSaysWhy() {
    bursts("no agent", 1, 100);
    for (String suite : List.of("per-call", "start", "throughput", "stalls", "jmh")) {
      String cell = suite.equals("per-call") ? BURSTS : "a cell";
      rows.add(Row.failed(suite, 17, suite + " x", cell, 1, new IOException("no " + suite)));
    }

    assertThat(page())
        .contains("| per-call x | failed: no per-call |")
        .contains("| start x | failed: no start |")
        .contains("| throughput x | failed: no throughput |")
        .contains("| stalls x | failed: no stalls |")
        .contains("| jmh x | failed: no jmh |");
  }

  @Test
  void lossesOfAllRoundsStandBesideTheirReason() {
    Map<String, Double> values =
        Map.of("loadMade", 10.0, "counted", 8.0, "loadSpans", 5.0, "lost ring_full", 2.0);
    rows.add(new Row("throughput", 17, "Plumbline, YAML, float[]", "all it can", 1, values, null));
    rows.add(new Row("throughput", 17, "Plumbline, YAML, float[]", "all it can", 2, values, null));

    assertThat(page()).contains("| 80.0 % |").contains("| 50.0 % |").contains("| ring_full 4 |");
  }

  @Test
  void startIsComparedWithNoAgent() {
    rows.add(start("no agent", 1e9));
    rows.add(start("Plumbline", 1.5e9));

    assertThat(page())
        .contains("| Plumbline | – | 1.5 s | 500 ms |")
        .contains("| at most 400 ms | 500 ms, **not met** |");
  }

  private void bursts(String contestant, int round, double nanosPerCall) {
    Map<String, Double> values =
        Map.of("made", 1000.0, "cpuNanos", 1000 * nanosPerCall, "allocatedBytes", 0.0);
    rows.add(new Row("per-call", 17, contestant, BURSTS, round, values, null));
  }

  private static Row start(String contestant, double nanos) {
    return new Row(
        "start", 17, contestant, "hello world", 1, Map.of("firstAnswerNanos", nanos), null);
  }

  private String page() {
    return new ResultsPage(new Rows(rows), "a machine").into("");
  }
}
