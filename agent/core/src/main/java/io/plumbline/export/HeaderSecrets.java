package io.plumbline.export;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes what is sent as headers out of a receiver's words, before anybody repeats them: some quote
 * the token that they refuse.
 */
final class HeaderSecrets {
  /** Shorter values are no secrets, such as the number of a tenant. */
  private static final int SHORTEST = 6;

  private static final String MASK = "***";

  private final List<String> secrets;

  /**
   * @param values of headers
   */
  HeaderSecrets(Collection<String> values) {
    this.secrets =
        values.stream()
            // A scheme and a token: "Bearer …", or the token alone.
            .flatMap(value -> Stream.concat(Stream.of(value), Stream.of(value.split("\\s+", -1))))
            .filter(value -> value.length() >= SHORTEST)
            .distinct()
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
  }

  String masked(String words) {
    String masked = words;
    for (String secret : secrets) {
      masked = withoutItsStart(masked.replace(secret, MASK), secret);
    }
    return masked;
  }

  /** An excerpt may end in the midst of it. */
  private static String withoutItsStart(String words, String secret) {
    String text = words.endsWith("…") ? words.substring(0, words.length() - 1) : words;
    for (int length = Math.min(secret.length(), text.length()); length >= SHORTEST; length--) {
      if (text.endsWith(secret.substring(0, length))) {
        return text.substring(0, text.length() - length) + MASK;
      }
    }
    return words;
  }
}
