package io.plumbline.examples.fraud;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One call of a model, as either side tells it; equal when both tell the same.
 *
 * @param rows how many were asked for at once
 * @param features of each row, by name; a missing value (null, NaN, absent) is not there. Of a call
 *     that failed there is one map, of all its values by {@link #anonymous}: features that the
 *     model does not know have no names in a matrix
 * @param labels answered, one a row
 * @param probabilities answered, by label, one map a row; of a two-class model only that of "1"
 * @param error class name of the exception; null when the call was answered
 */
record ObservedCall(
    String model,
    String version,
    long rows,
    List<Map<String, String>> features,
    List<String> labels,
    List<Map<String, String>> probabilities,
    @Nullable String error) {

  /** What is comparable of a failed call: which values it brought, and how often each. */
  static List<Map<String, String>> anonymous(List<Map<String, String>> rows) {
    Map<String, Integer> counts = new TreeMap<>();
    rows.forEach(row -> row.values().forEach(value -> counts.merge(value, 1, Integer::sum)));
    Map<String, String> values = new TreeMap<>();
    counts.forEach((value, count) -> values.put(value, "×" + count));
    return List.of(values);
  }

  /** Of a two-class model only the probability of the second: the other is its complement. */
  static Map<String, String> withoutComplement(Map<String, String> probabilities) {
    boolean binary = probabilities.keySet().equals(Set.of("0", "1"));
    return binary ? Map.of("1", probabilities.getOrDefault("1", "")) : probabilities;
  }

  /**
   * A value as both sides can write it: numbers by the float that the model saw.
   *
   * @return null for a value that is missing
   */
  static @Nullable String canonical(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    try {
      float number = Float.parseFloat(value.toString());
      return Float.isNaN(number) ? null : Float.toString(number);
    } catch (NumberFormatException e) {
      return value.toString();
    }
  }
}
