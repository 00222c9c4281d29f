package io.plumbline.config;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Text in which {@code *} stands for any characters, also none. */
public final class Glob {
  private final String text;
  private final Predicate<String> pattern;

  private Glob(String text) {
    this.text = text;
    this.pattern = text.contains("*") ? pattern(text) : text::equals;
  }

  private static Predicate<String> pattern(String text) {
    return Pattern.compile(
            "\\Q" + text.replace("\\E", "\\E\\\\E\\Q").replaceAll("\\*+", "\\\\E.*\\\\Q") + "\\E",
            Pattern.DOTALL)
        .asMatchPredicate();
  }

  public static Glob of(String text) {
    return new Glob(text);
  }

  public boolean matches(String candidate) {
    return pattern.test(candidate);
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof Glob that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
