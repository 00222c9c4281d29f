package io.plumbline.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code RESULTS.md}. Between its two marks everything is written anew, the rest stays. */
public final class ResultsPage {
  public static final List<String> SUITES =
      List.of(
          PerCallTables.SUITE,
          JmhTables.SUITE,
          ThroughputTables.SUITE,
          StartTables.SUITE,
          StallTables.SUITE);

  private static final String BEGIN = "<!-- measured: written by agent/benchmarks/run -->\n";
  private static final String END = "<!-- end of what was measured -->\n";

  private final Rows rows;
  private final String machine;

  /**
   * @param machine what was measured, and on what
   */
  public ResultsPage(Rows rows, String machine) {
    this.rows = rows;
    this.machine = machine;
  }

  public void writeInto(Path page) throws IOException {
    String old = Files.exists(page) ? Files.readString(page) : "# Results\n\n";
    Files.writeString(page, into(old));
  }

  String into(String old) {
    int begin = old.indexOf(BEGIN);
    int end = old.indexOf(END);
    if (begin < 0 || end < begin) {
      return old + "\n" + BEGIN + measured() + END;
    }
    return old.substring(0, begin) + BEGIN + measured() + old.substring(end);
  }

  private String measured() {
    return "\n"
        + machine.strip()
        + "\n\n## Targets\n\n"
        + new TargetTable(rows).text()
        + section("Per call", PerCallTables.text(rows))
        + section("Parts, by JMH", JmhTables.text(rows))
        + section("Throughput", ThroughputTables.text(rows))
        + section("Start and footprint", StartTables.text(rows))
        + section("Stalls", StallTables.text(rows))
        + "\n";
  }

  private static String section(String title, String text) {
    return "\n## " + title + "\n" + (text.isEmpty() ? "\nNot measured yet.\n" : text);
  }
}
