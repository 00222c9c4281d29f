package io.plumbline.status;

import java.util.Locale;

/** Numbers in a sentence. */
final class Plural {
  private Plural() {}

  /** For example {@code 1 inference}, {@code 1,234 inferences}. */
  static String of(long n, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", n, noun, n == 1 ? "" : "s");
  }
}
