package io.plumbline.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean …?" for what was mistyped. */
public final class Suggestion {
  /** No key is as long; a whole file in quotes may be. */
  private static final int LONGEST = 100;

  private Suggestion() {}

  /** The nearest of {@code known} as the end of a sentence; empty when nothing is near. */
  public static String of(String written, Collection<String> known) {
    if (written.length() > LONGEST) {
      return "";
    }
    String wanted = normalised(written);
    Optional<String> nearest =
        known.stream()
            .filter(candidate -> near(wanted, normalised(candidate)))
            .min(Comparator.comparingInt(candidate -> distance(wanted, normalised(candidate))));
    return nearest.map(name -> "; did you mean " + name + "?").orElse("");
  }

  /** Those that are most like what was written come first. */
  public static Comparator<String> nearestTo(String written) {
    String wanted = normalised(written.substring(0, Math.min(LONGEST, written.length())));
    return Comparator.comparingInt(candidate -> distance(wanted, normalised(candidate)));
  }

  private static boolean near(String written, String candidate) {
    return distance(written, candidate) <= Math.max(1, candidate.length() / 3);
  }

  /** {@code max-size}, {@code maxSize} and {@code MAX_SIZE} are the same slip. */
  private static String normalised(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }

  /** Levenshtein; a far longer word is far, without counting. */
  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > b.length()) {
      return Integer.MAX_VALUE;
    }
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[b.length()];
  }
}
