package io.plumbline.config;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a value looks in YAML, for editors: the JSON Schema says it, the parser is stricter. */
sealed interface Shape {
  /** Any scalar. */
  Shape ANY_TEXT = new Text(null);

  /**
   * One text.
   *
   * @param pattern an ECMA 262 regular expression that it fits; null for any
   */
  record Text(@Nullable String pattern) implements Shape {}

  /** One of some words. */
  record Choice(List<String> words) implements Shape {}

  /** {@code true} or {@code false}. */
  record Flag() implements Shape {}

  /** A whole number above 0. */
  record Count() implements Shape {}

  /** {@code 0.05} or {@code 5%}. */
  record Ratio() implements Shape {}

  record Many(Shape item) implements Shape {}

  /** Keys that nobody here declares. */
  record ByName(Shape value) implements Shape {}

  /**
   * Keys of its own.
   *
   * @param required first levels of keys that must be there
   */
  record Section(List<ConfigOption<?>> fields, Set<String> required) implements Shape {}

  record Either(List<Shape> shapes) implements Shape {}

  static Shape text(String pattern) {
    return new Text(pattern);
  }

  static Shape either(Shape... shapes) {
    return new Either(Arrays.asList(shapes));
  }
}
