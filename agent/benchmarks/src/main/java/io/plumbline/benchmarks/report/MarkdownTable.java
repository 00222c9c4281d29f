package io.plumbline.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /**
   * A row that says why there are no numbers.
   *
   * @param labels of the row; the reason comes behind them
   */
  void failed(@Nullable String why, String... labels) {
    String[] cells = Arrays.copyOf(labels, columns);
    Arrays.fill(cells, labels.length, columns, "");
    cells[labels.length] = "failed: " + why;
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
