package io.plumbline.benchmarks.report;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One measurement.
 *
 * @param contestant under which agent, or none
 * @param cell what was done
 * @param round which repetition; contestants of one round ran right after each other
 * @param values by name; empty when it failed
 * @param failure why there are none; null when it went well
 */
public record Row(
    String suite,
    int jdk,
    String contestant,
    String cell,
    int round,
    Map<String, Double> values,
    @Nullable String failure) {
  public Row {
    values = new TreeMap<>(values);
  }

  public static Row failed(
      String suite, int jdk, String contestant, String cell, int round, Exception why) {
    return new Row(suite, jdk, contestant, cell, round, Map.of(), String.valueOf(why.getMessage()));
  }

  public boolean isFailed() {
    return failure != null;
  }

  /** NaN where it was not measured. */
  public double value(String name) {
    return values.getOrDefault(name, Double.NaN);
  }
}
