package io.plumbline.benchmarks.report;

import java.util.function.BiFunction;
import java.util.function.Function;

/** The tables of one suite, under a title each. */
final class Sections {
  private Sections() {}

  /** One for each JDK. */
  static String byJdk(Rows all, String suite, Function<Rows, MarkdownTable> table) {
    StringBuilder text = new StringBuilder();
    for (int jdk : all.suite(suite).jdks()) {
      add(text, "JDK " + jdk, table.apply(all.of(suite, jdk)));
    }
    return text.toString();
  }

  /**
   * One for each cell on each JDK.
   *
   * @param table of the rows of a cell, and its name
   */
  static String byCell(Rows all, String suite, BiFunction<Rows, String, MarkdownTable> table) {
    StringBuilder text = new StringBuilder();
    for (int jdk : all.suite(suite).jdks()) {
      Rows ofJdk = all.of(suite, jdk);
      for (String cell : ofJdk.cells()) {
        add(text, "JDK " + jdk + ", " + cell, table.apply(ofJdk.cell(cell), cell));
      }
    }
    return text.toString();
  }

  private static void add(StringBuilder text, String title, MarkdownTable table) {
    text.append("\n**").append(title).append("**\n\n").append(table);
  }
}
