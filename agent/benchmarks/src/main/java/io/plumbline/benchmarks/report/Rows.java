package io.plumbline.benchmarks.report;

import io.plumbline.diagnostics.Json;
import io.plumbline.diagnostics.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Measurements, in the order in which they were made. */
public final class Rows {
  private final List<Row> rows;

  public Rows(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  /** Of one suite; none when it was never run. */
  public static Rows load(Path file) throws IOException {
    List<Row> rows = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        rows.add(parse(line));
      }
    }
    return new Rows(rows);
  }

  public void save(Path file) throws IOException {
    Files.write(file, rows.stream().map(Rows::json).toList());
  }

  /** These, and of the older ones what was not measured again. */
  public Rows over(Rows older) {
    List<Row> all =
        new ArrayList<>(older.where(old -> rows.stream().noneMatch(row -> replaces(row, old))));
    all.addAll(rows);
    return new Rows(all);
  }

  private static boolean replaces(Row row, Row old) {
    return row.suite().equals(old.suite())
        && row.jdk() == old.jdk()
        && row.contestant().equals(old.contestant())
        && row.cell().equals(old.cell());
  }

  public Stream<Row> stream() {
    return rows.stream();
  }

  public List<Row> where(Predicate<Row> wanted) {
    return rows.stream().filter(wanted).toList();
  }

  public Rows suite(String suite) {
    return new Rows(where(row -> row.suite().equals(suite)));
  }

  public Rows of(String suite, int jdk) {
    return new Rows(suite(suite).where(row -> row.jdk() == jdk));
  }

  public Rows cell(String cell) {
    return new Rows(where(row -> row.cell().equals(cell)));
  }

  public List<Row> of(String contestant) {
    return where(row -> row.contestant().equals(contestant));
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  public List<Integer> jdks() {
    return rows.stream().map(Row::jdk).distinct().sorted().toList();
  }

  /** In the order of their first measurement. */
  public List<String> cells() {
    return rows.stream().map(Row::cell).distinct().toList();
  }

  public List<String> contestants() {
    return rows.stream().map(Row::contestant).distinct().toList();
  }

  private static String json(Row row) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("suite", row.suite());
    fields.put("jdk", row.jdk());
    fields.put("contestant", row.contestant());
    fields.put("cell", row.cell());
    fields.put("round", row.round());
    if (row.isFailed()) {
      fields.put("failure", row.failure());
    } else {
      fields.put("values", row.values());
    }
    return Json.write(fields);
  }

  private static Row parse(String line) {
    if (!(JsonReader.read(line) instanceof Map<?, ?> fields)) {
      throw new IllegalArgumentException("not a measurement: " + line);
    }
    Map<String, Double> values = new HashMap<>();
    if (fields.get("values") instanceof Map<?, ?> written) {
      written.forEach((name, value) -> values.put((String) name, ((Number) value).doubleValue()));
    }
    return new Row(
        text(fields, "suite"),
        number(fields, "jdk"),
        text(fields, "contestant"),
        text(fields, "cell"),
        number(fields, "round"),
        values,
        (String) fields.get("failure"));
  }

  private static String text(Map<?, ?> fields, String name) {
    return String.valueOf(fields.get(name));
  }

  private static int number(Map<?, ?> fields, String name) {
    return fields.get(name) instanceof Number number ? number.intValue() : 0;
  }
}
