package io.plumbline.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of cells under a head. */
final class MarkdownTable {
  private final List<String> lines = new ArrayList<>();
  private final int columns;

  MarkdownTable(String... head) {
    columns = head.length;
    row(head);
    lines.add("|---".repeat(columns) + "|");
  }

  void row(String... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(cells.length + " cells in a table of " + columns);
    }
    StringBuilder line = new StringBuilder("|");
    for (String cell : cells) {
      line.append(' ').append(clean(cell)).append(" |");
    }
    lines.add(line.toString());
  }

  /** A row that says in its second cell why there are no numbers. */
  void failed(String contestant, String why) {
    String[] cells = new String[columns];
    Arrays.fill(cells, "");
    cells[0] = contestant;
    cells[1] = "failed: " + why;
    row(cells);
  }

  private static String clean(String cell) {
    return cell.replace("|", "\\|").replaceAll("\\s+", " ");
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
