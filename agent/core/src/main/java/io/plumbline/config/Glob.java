package io.plumbline.config;

import java.util.regex.Pattern;

/** Text in which {@code *} stands for any characters, also none. */
public final class Glob {
  private final String text;
  private final Pattern pattern;

  private Glob(String text) {
    this.text = text;
    this.pattern =
        Pattern.compile(
            "\\Q" + text.replace("\\E", "\\E\\\\E\\Q").replaceAll("\\*+", "\\\\E.*\\\\Q") + "\\E",
            Pattern.DOTALL);
  }

  public static Glob of(String text) {
    return new Glob(text);
  }

  public boolean matches(String candidate) {
    return pattern.matcher(candidate).matches();
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
