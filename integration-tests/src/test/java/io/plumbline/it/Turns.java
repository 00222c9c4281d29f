package io.plumbline.it;

import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.Jdks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * What is tried on which JDK: each value on one of them, in turn, so that a run of all tests stays
 * short; with {@code -Dplumbline.it.pairs=full} each on each.
 */
final class Turns {
  private static final boolean FULL = "full".equals(System.getProperty("plumbline.it.pairs"));

  private Turns() {}

  /** Of a JDK and a value. */
  @SafeVarargs
  static <T> Stream<Arguments> of(T... values) {
    List<Arguments> turns = new ArrayList<>();
    List<Jdk> jdks = Jdks.installed().toList();
    for (int i = 0; i < values.length; i++) {
      for (int jdk = 0; jdk < jdks.size(); jdk++) {
        if (FULL || jdk == i % jdks.size()) {
          turns.add(Arguments.of(jdks.get(jdk), values[i]));
        }
      }
    }
    return turns.stream();
  }

  /** Of a JDK, a value of the first and one of the second; each of the first on each JDK. */
  static <T> Stream<Arguments> of(T[] first, String... second) {
    List<Arguments> turns = new ArrayList<>();
    List<Jdk> jdks = Jdks.installed().toList();
    for (int jdk = 0; jdk < jdks.size(); jdk++) {
      for (int i = 0; i < first.length; i++) {
        for (int j = 0; j < second.length; j++) {
          if (FULL || j == (jdk + i) % second.length) {
            turns.add(Arguments.of(jdks.get(jdk), first[i], second[j]));
          }
        }
      }
    }
    return turns.stream();
  }
}
