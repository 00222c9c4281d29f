package io.plumbline.cli.spool;

import java.util.ArrayList;
import java.util.List;

/** A table of texts, as wide as it must be; numbers to the right. */
public final class Columns {
  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param headings those of numbers end in a space
   */
  public Columns(String... headings) {
    this.headings = List.of(headings);
  }

  public void add(List<String> row) {
    rows.add(row.stream().map(Columns::printable).toList());
  }

  /** What others wrote must not steer a terminal. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    line(headings.stream().map(String::strip).toList(), out);
    rows.forEach(row -> line(row, out));
    return out.toString();
  }

  private void line(List<String> row, StringBuilder out) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String pad = " ".repeat(width(column) - row.get(column).length());
      boolean number = headings.get(column).endsWith(" ");
      line.append(number ? pad + row.get(column) : row.get(column) + pad).append("  ");
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private int width(int column) {
    int widest = headings.get(column).strip().length();
    for (List<String> row : rows) {
      widest = Math.max(widest, row.get(column).length());
    }
    return widest;
  }
}
