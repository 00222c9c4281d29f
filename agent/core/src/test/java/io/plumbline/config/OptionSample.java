package io.plumbline.config;

import java.util.List;
import java.util.Objects;

/**
 * Two values of an option that differ, and not from its default only.
 *
 * @param isText false where only YAML can hold them
 */
record OptionSample(String first, String second, boolean isText) {
  /** Texts that some type accepts both of, the first pair that fits. */
  private static final List<List<String>> TEXTS =
      List.of(
          List.of("http://a:1", "http://b:2"),
          List.of("3%", "4%"),
          List.of("11s", "20s"),
          List.of("20MiB", "30MiB"),
          List.of("5KiB", "6KiB"),
          List.of("a=1", "b=2"),
          List.of("a.B#c", "d.E#f"),
          List.of("first", "second"),
          List.of("a key of 16 chars", "another key of so many"),
          List.of("00".repeat(32), "11".repeat(32)));

  /**
   * @throws AssertionError for a type that nobody has thought of here
   */
  static OptionSample of(ConfigOption<?> option) {
    Shape shape = option.type().shape();
    if (shape instanceof Shape.Choice choice) {
      return new OptionSample(other(option, choice.words()), choice.words().get(0), true);
    }
    if (shape instanceof Shape.Flag) {
      boolean usual = "true".equals(option.defaultText());
      return new OptionSample(String.valueOf(!usual), String.valueOf(usual), true);
    }
    if (shape instanceof Shape.Count) {
      return new OptionSample("11", "12", true);
    }
    if (shape instanceof Shape.Ratio) {
      return new OptionSample("0.25", "0.5", true);
    }
    for (List<String> pair : TEXTS) {
      if (pair.stream().allMatch(text -> accepts(option.type(), text))) {
        return new OptionSample(pair.get(0), pair.get(1), true);
      }
    }
    if (option.equals(ConfigOptions.MODELS)) {
      return new OptionSample("[{name: a}]", "[{name: b}]", false);
    }
    if (option.equals(ConfigOptions.REDACTION_RULES)) {
      return new OptionSample("[{feature: a, rule: drop}]", "[{feature: b, rule: drop}]", false);
    }
    throw new AssertionError("no sample for " + option.key());
  }

  private static String other(ConfigOption<?> option, List<String> words) {
    return words.stream()
        .skip(1)
        .filter(word -> !word.equals(option.defaultText()))
        .findFirst()
        .orElseThrow();
  }

  private static boolean accepts(OptionType<?> type, String text) {
    try {
      Object ignored = type.read(new ConfigNode.Text(text, Origin.DEFAULT));
      return true;
    } catch (InvalidValueException e) {
      return false;
    }
  }

  /** As {@code source} writes it. */
  static String written(ConfigOption<?> option, String text, OptionSource source) {
    boolean duration = option.type().name().equals("duration");
    if (source.isStandard() && duration) {
      return String.valueOf(Objects.requireNonNull(Units.duration(text)).toMillis());
    }
    return text;
  }

  /** What the option is when {@code source} says {@code text}. */
  static Object parsed(ConfigOption<?> option, String text, OptionSource source) {
    if (!of(option).isText()) {
      return option.type().read(nodeOf(text));
    }
    OptionType<?> type =
        source.isStandard() ? Objects.requireNonNull(option.otel()).type() : option.type();
    return type.read(new ConfigNode.Text(written(option, text, source), Origin.DEFAULT));
  }

  private static ConfigNode nodeOf(String yaml) {
    ConfigFile file = new ConfigFile("x", "x: " + yaml);
    References none = ConfigNode.Text::new;
    ConfigNode.Entries root = YamlReader.read(file, path -> ConfigSource.FILE, none);
    return Objects.requireNonNull(root.entries().get("x"));
  }
}
