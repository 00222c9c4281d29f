package io.plumbline.discover;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a value was made of; none of its content but the names of a map. Only classes of the JDK are
 * looked into: no code of the host runs for it.
 *
 * @param type its class; null when none was seen
 * @param keys of a map, if they are texts
 * @param isDistribution numbers from 0 to 1 that add up to 1
 */
public record ValueShape(@Nullable Class<?> type, List<String> keys, boolean isDistribution) {
  static final ValueShape UNKNOWN = new ValueShape(null, List.of(), false);

  private static final int MAX_KEYS = 64;
  private static final double ROUNDING = 0.01;

  static ValueShape of(@Nullable Object value) {
    if (value == null) {
      return UNKNOWN;
    }
    boolean ofJdk = value.getClass().getClassLoader() == null;
    if (ofJdk && value instanceof Map<?, ?> map) {
      return new ValueShape(value.getClass(), keys(map), isDistribution(numbers(map)));
    }
    return new ValueShape(value.getClass(), List.of(), isDistribution(numbers(value)));
  }

  static ValueShape ofFirstMap(@Nullable Object[] arguments) {
    for (Object argument : arguments) {
      if (argument instanceof Map<?, ?>) {
        return of(argument);
      }
    }
    return UNKNOWN;
  }

  private static List<String> keys(Map<?, ?> map) {
    List<String> keys = new ArrayList<>();
    for (Object key : map.keySet()) {
      if (!(key instanceof String text) || keys.size() == MAX_KEYS) {
        return keys;
      }
      keys.add(text);
    }
    return keys;
  }

  private static double[] numbers(Map<?, ?> map) {
    double[] numbers = new double[map.size()];
    int next = 0;
    for (Object value : map.values()) {
      if (!(value instanceof Number number) || next == numbers.length) {
        return new double[0];
      }
      numbers[next++] = number.doubleValue();
    }
    return numbers;
  }

  private static double[] numbers(Object value) {
    if (value instanceof double[] doubles) {
      return doubles;
    }
    if (value instanceof float[] floats) {
      double[] numbers = new double[floats.length];
      for (int i = 0; i < floats.length; i++) {
        numbers[i] = floats[i];
      }
      return numbers;
    }
    return new double[0];
  }

  private static boolean isDistribution(double[] numbers) {
    double sum = 0;
    for (double number : numbers) {
      if (!(number >= 0 && number <= 1)) {
        return false;
      }
      sum += number;
    }
    return numbers.length > 1 && Math.abs(sum - 1) < ROUNDING;
  }
}
