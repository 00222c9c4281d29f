package io.plumbline.config;

import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a value is written, and what it becomes.
 *
 * @param name for the reference: {@code size}
 * @param shape for the JSON Schema
 * @param reader from what was written to the value
 */
record OptionType<T>(String name, Shape shape, Function<ConfigNode, T> reader) {
  /**
   * A type written as one text.
   *
   * @param article {@code a} or {@code an}
   * @param parser answers null for what is not of this type
   */
  static <T> OptionType<T> ofText(
      String article,
      String name,
      String example,
      Shape shape,
      Function<String, @Nullable T> parser) {
    String hint = "is not " + article + " " + name + "; use e.g. " + example;
    return new OptionType<>(
        name,
        shape,
        node -> {
          T value = parser.apply(text(node, hint));
          if (value == null) {
            throw invalid(node, hint);
          }
          return value;
        });
  }

  T read(ConfigNode node) {
    return reader.apply(node);
  }

  /** The same, but only values that {@code allowed} accepts. */
  OptionType<T> where(String condition, Predicate<T> allowed) {
    return new OptionType<>(
        name,
        shape,
        node -> {
          T value = read(node);
          if (!allowed.test(value)) {
            throw invalid(node, "is not allowed; it must be " + condition);
          }
          return value;
        });
  }

  static String text(ConfigNode node, String hint) {
    if (node instanceof ConfigNode.Text text) {
      return text.value().strip();
    }
    throw invalid(node, hint);
  }

  static InvalidValueException invalid(ConfigNode node, String problem) {
    // As it was written: what a reference stands for may be a key or token.
    String written = node instanceof ConfigNode.Text text ? "=" + shortened(text.written()) : "";
    return InvalidValueException.at(node.origin(), written + " " + problem);
  }

  static String shortened(String value) {
    return value.length() > 80 ? value.substring(0, 80) + "…" : value;
  }
}
