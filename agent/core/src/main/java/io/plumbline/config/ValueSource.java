package io.plumbline.config;

/** A text of the configuration, or where in the call to read it. */
public sealed interface ValueSource {
  /** {@code churn}. */
  record Literal(String text) implements ValueSource {}

  /** {@code this.version}. */
  record Read(ValuePath path) implements ValueSource {}

  /** What starts as only a path can is one. */
  OptionType<ValueSource> TYPE =
      new OptionType<>(
          "text, or path into a call",
          Shape.ANY_TEXT,
          node -> {
            String text = OptionType.text(node, "is not a text; use e.g. churn or this.version");
            return ValuePath.looksLikePath(text)
                ? new Read(OptionTypes.VALUE_PATH.read(node))
                : new Literal(text);
          });
}
