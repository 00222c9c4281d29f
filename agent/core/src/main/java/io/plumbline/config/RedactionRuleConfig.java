package io.plumbline.config;

import io.plumbline.diagnostics.Json;
import io.plumbline.redact.NamePattern;
import io.plumbline.redact.RecordText;
import io.plumbline.redact.RedactionRule;
import io.plumbline.redact.RedactionTarget;
import io.plumbline.redact.ValueRule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One entry of the list of redaction rules: what it is for, and what happens to the value. */
final class RedactionRuleConfig {
  /** {@code rule}, and the keys that go with it. */
  enum Kind {
    ALLOW("detectors"),
    DROP,
    MASK("keep_last"),
    HASH,
    TRUNCATE("length", "detectors"),
    ROUND("step", "detectors"),
    BUCKET("edges", "detectors"),
    NOISE("epsilon", "sensitivity", "detectors");

    private final String keys;

    Kind(String... keys) {
      this.keys = " " + String.join(" ", keys) + " ";
    }

    private boolean takes(String key) {
      return keys.contains(" " + key + " ");
    }

    private boolean isForNumbersOnly() {
      return this == ROUND || this == BUCKET || this == NOISE;
    }
  }

  static final ConfigOption<NamePattern> MODEL =
      ConfigOption.of(
          "model",
          OptionTypes.NAME_PATTERN,
          null,
          "Models whose values are meant, by `ml.model.name`; without it all.");
  static final ConfigOption<List<NamePattern>> FEATURE =
      ConfigOption.of(
          "feature",
          OptionTypes.listOf(OptionTypes.NAME_PATTERN),
          null,
          "Features that are meant, by their names on the span: `amount`, `card_*`, `arg0.3` for"
              + " the column 3 of an array without names, `arg0` for all of its columns.");
  static final ConfigOption<List<NamePattern>> OUTPUT =
      ConfigOption.of(
          "output",
          OptionTypes.listOf(OptionTypes.NAME_PATTERN),
          null,
          "Outputs that are meant: `label` (also the names of classes), `score`, `probabilities`,"
              + " or the library's name of an output.");
  static final ConfigOption<List<RecordText>> FIELD =
      ConfigOption.of(
          "field",
          OptionTypes.listOf(OptionTypes.oneOf(RecordText.class, RecordText::written)),
          null,
          "Texts of a call that are meant. One of `feature`, `output` and `field` is required.");
  static final ConfigOption<Kind> RULE =
      ConfigOption.of(
          "rule",
          OptionTypes.oneOf(Kind.class),
          null,
          "`allow`; `drop`; `mask`, asterisks; `hash`, HMAC-SHA-256; `truncate`; and for numbers"
              + " `round`, `bucket`, `noise`. Required.");
  static final ConfigOption<Integer> KEEP_LAST =
      ConfigOption.of(
          "keep_last",
          OptionTypes.COUNT.where("at most 4", count -> count <= 4),
          null,
          "`mask`: characters at the end that stay; without it none.");
  static final ConfigOption<Integer> LENGTH =
      ConfigOption.of(
          "length", OptionTypes.COUNT, null, "`truncate`: characters at the beginning that stay.");
  static final ConfigOption<Double> STEP =
      ConfigOption.of(
          "step",
          OptionTypes.NUMBER.where("above 0", step -> step > 0),
          null,
          "`round`: to a multiple of this.");
  static final ConfigOption<List<Double>> EDGES =
      ConfigOption.of(
          "edges",
          OptionTypes.listOf(OptionTypes.NUMBER),
          null,
          "`bucket`: to the greatest of these that is not above the value; to the first, what is"
              + " below it.");
  static final ConfigOption<Double> EPSILON =
      ConfigOption.of(
          "epsilon",
          OptionTypes.NUMBER.where("above 0", epsilon -> epsilon > 0),
          null,
          "`noise`: of Laplace, with the scale `sensitivity`/`epsilon`.");
  static final ConfigOption<Double> SENSITIVITY =
      ConfigOption.of(
          "sensitivity",
          OptionTypes.NUMBER.where("above 0", sensitivity -> sensitivity > 0),
          null,
          "`noise`: by how much one person can change the value.");
  static final ConfigOption<Boolean> DETECTORS =
      ConfigOption.of(
          "detectors",
          OptionTypes.BOOLEAN,
          "true",
          "Whether what a detector knows is hashed or removed all the same.");

  static final List<ConfigOption<?>> FIELDS =
      List.of(
          MODEL,
          FEATURE,
          OUTPUT,
          FIELD,
          RULE,
          KEEP_LAST,
          LENGTH,
          STEP,
          EDGES,
          EPSILON,
          SENSITIVITY,
          DETECTORS);

  private static final List<ConfigOption<?>> PARAMETERS =
      List.of(KEEP_LAST, LENGTH, STEP, EDGES, EPSILON, SENSITIVITY);

  static final OptionType<RedactionRule> TYPE =
      SectionType.of("rule", FIELDS, Set.of(RULE.key()), RedactionRuleConfig::of);

  private RedactionRuleConfig() {}

  private static RedactionRule of(OptionValues values, ConfigNode node) {
    Kind kind = values.get(RULE);
    if (kind == null) {
      throw OptionType.invalid(node, "needs the key \"rule\"");
    }
    Map<String, String> parameters = parameters(kind, values, node);
    RedactionTarget target = target(values, node);
    if (target == RedactionTarget.TEXT && kind.isForNumbersOnly()) {
      throw OptionType.invalid(node, "has a rule for numbers, and names a field of text");
    }
    List<NamePattern> names = names(target, values);
    NamePattern model = values.get(MODEL);
    String text = text(model, target, names, kind, parameters);
    try {
      return new RedactionRule(model, target, names, rule(kind, values, node), text);
    } catch (IllegalArgumentException e) {
      throw OptionType.invalid(node, String.valueOf(e.getMessage()));
    }
  }

  /** As YAML, so that it can be read again. */
  private static String text(
      @Nullable NamePattern model,
      RedactionTarget target,
      List<NamePattern> names,
      Kind kind,
      Map<String, String> parameters) {
    StringBuilder text = new StringBuilder("{");
    if (model != null) {
      text.append(MODEL.key()).append(": ").append(Json.write(model)).append(", ");
    }
    ConfigOption<?> key =
        switch (target) {
          case FEATURE -> FEATURE;
          case OUTPUT -> OUTPUT;
          case TEXT -> FIELD;
        };
    text.append(key.key()).append(": ").append(Json.write(names));
    text.append(", ").append(RULE.key()).append(": ").append(written(kind));
    parameters.forEach((name, value) -> text.append(", ").append(name + ": " + value));
    return text.append('}').toString();
  }

  private static RedactionTarget target(OptionValues values, ConfigNode node) {
    RedactionTarget target = null;
    int named = 0;
    if (values.get(FEATURE) != null) {
      target = RedactionTarget.FEATURE;
      named++;
    }
    if (values.get(OUTPUT) != null) {
      target = RedactionTarget.OUTPUT;
      named++;
    }
    if (values.get(FIELD) != null) {
      target = RedactionTarget.TEXT;
      named++;
    }
    if (target == null || named > 1) {
      throw OptionType.invalid(node, "needs one of the keys feature, output, field");
    }
    return target;
  }

  private static List<NamePattern> names(RedactionTarget target, OptionValues values) {
    return switch (target) {
      case FEATURE -> values.getOrElse(FEATURE, List.of());
      case OUTPUT -> values.getOrElse(OUTPUT, List.of());
      case TEXT ->
          values.getOrElse(FIELD, List.of()).stream()
              .map(field -> new NamePattern(field.written()))
              .toList();
    };
  }

  /** Sorted, so that they are always written the same. */
  private static Map<String, String> parameters(Kind kind, OptionValues values, ConfigNode node) {
    Map<String, String> parameters = new TreeMap<>();
    for (ConfigOption<?> option : PARAMETERS) {
      Object value = values.get(option);
      if (value != null && !kind.takes(option.key())) {
        throw OptionType.invalid(
            node, "has " + option.key() + ", which is none of " + written(kind));
      }
      if (value != null) {
        parameters.put(option.key(), value.toString());
      }
    }
    if (!values.require(DETECTORS)) {
      if (!kind.takes(DETECTORS.key())) {
        throw OptionType.invalid(node, "has detectors, which is none of " + written(kind));
      }
      parameters.put(DETECTORS.key(), "false");
    }
    return parameters;
  }

  private static String written(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static ValueRule rule(Kind kind, OptionValues values, ConfigNode node) {
    boolean detectors = values.require(DETECTORS);
    return switch (kind) {
      case ALLOW -> ValueRule.allow(detectors);
      case DROP -> ValueRule.drop();
      case HASH -> ValueRule.hash();
      case MASK -> ValueRule.mask(values.getOrElse(KEEP_LAST, 0));
      case TRUNCATE -> ValueRule.truncate(needed(LENGTH, kind, values, node), detectors);
      case ROUND -> ValueRule.round(needed(STEP, kind, values, node), detectors);
      case BUCKET -> ValueRule.bucket(edges(kind, values, node), detectors);
      case NOISE ->
          ValueRule.noise(
              needed(EPSILON, kind, values, node),
              needed(SENSITIVITY, kind, values, node),
              detectors);
    };
  }

  private static double[] edges(Kind kind, OptionValues values, ConfigNode node) {
    List<Double> edges = needed(EDGES, kind, values, node);
    return Arrays.stream(edges.toArray(new Double[0])).mapToDouble(edge -> edge).toArray();
  }

  private static <T> T needed(
      ConfigOption<T> option, Kind kind, OptionValues values, ConfigNode node) {
    @Nullable T value = values.get(option);
    if (value == null) {
      throw OptionType.invalid(node, "needs the key \"" + option.key() + "\" for " + written(kind));
    }
    return value;
  }
}
