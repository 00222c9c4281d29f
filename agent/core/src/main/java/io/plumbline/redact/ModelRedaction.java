package io.plumbline.redact;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The policy as it is for one model. Worked out once for each name that the model uses; host
 * threads then only look it up.
 */
public final class ModelRedaction {
  private static final int MOST_MATRICES = 256;

  private final RedactionPolicy policy;
  private final String library;
  private final String model;
  private final List<RedactionRule> rules;
  private final List<String> features;
  private final Set<String> named;
  private final boolean labelsNamed;

  private final FieldTable inputs = table(this::input, this::inputBeyond);
  private final FieldTable outputs = table(name -> output(name, null, false), this::outputBeyond);
  private final FieldTable textOutputs =
      table(name -> output(name, "label", false), this::outputBeyond);
  private final FieldTable labels = table(name -> output(name, "label", true), this::outputBeyond);
  private final FieldTable scores = table(name -> output(name, "score", true), this::outputBeyond);
  private final FieldTable probabilities =
      table(name -> output(name, "probabilities", true), this::outputBeyond);
  private final Map<String, RedactedMatrix> namedMatrices = new ConcurrentHashMap<>();
  private final Map<String, RedactedMatrix> unnamedMatrices = new ConcurrentHashMap<>();
  private final EnumMap<RecordText, ValueRule> texts = new EnumMap<>(RecordText.class);

  ModelRedaction(
      RedactionPolicy policy,
      String library,
      String model,
      List<String> features,
      Set<String> named,
      boolean labelsNamed) {
    this.policy = policy;
    this.library = library;
    this.model = model;
    this.rules = policy.rules().stream().filter(rule -> rule.isFor(model)).toList();
    this.features = List.copyOf(features);
    this.named = Set.copyOf(named);
    this.labelsNamed = labelsNamed;
    for (RecordText text : RecordText.values()) {
      texts.put(text, textRule(text));
    }
  }

  private static FieldTable table(
      Function<String, RedactedField> make, Function<String, RedactedField> beyond) {
    return new FieldTable(make, beyond);
  }

  public HashKey key() {
    return policy.key();
  }

  /** A feature of one column, by the name of its tensor. */
  public RedactedField feature(String name) {
    return inputs.of(name);
  }

  /**
   * Features in the columns of one tensor.
   *
   * @param width columns that it has
   * @param most columns that are captured at most
   */
  public RedactedMatrix features(String tensor, int width, int most) {
    boolean byName = width == features.size();
    Map<String, RedactedMatrix> known = byName ? namedMatrices : unnamedMatrices;
    RedactedMatrix matrix = known.get(tensor);
    if (matrix == null) {
      matrix = byName ? namedMatrix(tensor, most) : unnamedMatrix(tensor, most);
      if (known.size() < MOST_MATRICES) {
        known.put(tensor, matrix);
      }
    }
    return matrix;
  }

  /** An output of numbers, by its name. */
  public RedactedField output(String name) {
    return outputs.of(name);
  }

  /** An output of strings, by its name. */
  public RedactedField textOutput(String name) {
    return textOutputs.of(name);
  }

  /** The predicted label, or names of the classes. */
  public RedactedField label(String name) {
    return labels.of(name);
  }

  public RedactedField score(String name) {
    return scores.of(name);
  }

  public RedactedField probabilities(String name) {
    return probabilities.of(name);
  }

  public ValueRule text(RecordText text) {
    return Objects.requireNonNull(texts.get(text));
  }

  /** The names of the columns as they may be written; empty where a rule drops the column. */
  public List<String> visibleFeatures() {
    List<String> visible = new ArrayList<>();
    for (String feature : features) {
      RedactionRule rule = ruled(RedactionTarget.FEATURE, feature);
      visible.add(isLeftOut(rule, feature) ? "" : visible(feature));
    }
    return visible;
  }

  /** The names of the classes as they may be written; none where a rule drops the label. */
  public List<String> visibleLabels(List<String> all) {
    return isDropped(ruled(RedactionTarget.OUTPUT, "label"))
        ? List.of()
        : all.stream().map(this::visible).toList();
  }

  /** A text of the model itself, such as its name; null when it is dropped. */
  public @Nullable String visible(RecordText text, @Nullable String value) {
    if (value == null) {
      return null;
    }
    return switch (text(text).treatmentOf(value, value.length())) {
      case KEEP -> value;
      case TRUNCATE -> value.substring(0, Math.min(value.length(), text(text).length()));
      case REMOVE, FAIL -> null;
      case MASK -> "****";
      case HASH -> policy.key().written(value);
    };
  }

  private RedactedField input(String name) {
    RedactionRule rule = ruled(RedactionTarget.FEATURE, name);
    return field(name, rule, policy.rule(named.contains(name)), visible(name), "input " + name);
  }

  private RedactedField inputBeyond(String name) {
    RedactionRule rule = ruled(RedactionTarget.FEATURE, name);
    return field(name, rule, policy.rule(named.contains(name)), hidden(name), null);
  }

  private RedactedMatrix namedMatrix(String tensor, int most) {
    RedactedField whole = input(tensor);
    RedactedField[] columns = new RedactedField[Math.min(most, features.size())];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = column(tensor, features.get(i), i);
    }
    return new RedactedMatrix(whole, columns.length == 0 ? null : columns);
  }

  private RedactedMatrix unnamedMatrix(String tensor, int most) {
    RedactedField whole = input(tensor);
    if (rules.stream().noneMatch(rule -> rule.target() == RedactionTarget.FEATURE)) {
      return new RedactedMatrix(whole, null);
    }
    RedactedField[] columns = new RedactedField[most];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = column(tensor, null, i);
    }
    return new RedactedMatrix(whole, columns);
  }

  /** By its own name, by its place, or by the tensor's name: whichever an earlier rule names. */
  private RedactedField column(String tensor, @Nullable String name, int index) {
    String place = (tensor.isEmpty() ? "input" : tensor) + "." + index;
    RedactionRule rule = ruled(RedactionTarget.FEATURE, name, place, tensor);
    boolean isNamed = name != null && named.contains(name);
    return field(
        name == null ? place : name,
        rule,
        policy.rule(isNamed),
        "",
        "input " + (name == null ? place : name));
  }

  private RedactedField output(String name, @Nullable String part, boolean onlyPart) {
    boolean isLabel = "label".equals(part);
    RedactionRule rule = ruled(RedactionTarget.OUTPUT, name, part);
    ValueRule otherwise = policy.rule(isLabel && labelsNamed);
    String vocabulary = isLabel ? "output " + (onlyPart ? "label" : name) : null;
    return field(name, rule, otherwise, visible(name), vocabulary);
  }

  private RedactedField outputBeyond(String name) {
    RedactionRule rule = ruled(RedactionTarget.OUTPUT, name, "label");
    return field(name, rule, policy.rule(false), hidden(name), null);
  }

  private RedactedField field(
      String ownName,
      @Nullable RedactionRule rule,
      ValueRule otherwise,
      String visibleName,
      @Nullable String vocabulary) {
    boolean leftOut = isLeftOut(rule, ownName);
    ValueRule inForce =
        rule != null ? rule.rule() : policy.allowList() ? ValueRule.REMOVE : otherwise;
    return new RedactedField(
        inForce, visibleName, leftOut, policy.vocabularies(), library, model, vocabulary);
  }

  /** Dropped, and not even its name stays: it may come from data, unless a rule spells it out. */
  private boolean isLeftOut(@Nullable RedactionRule rule, String name) {
    return isDropped(rule) && (rule == null || !rule.spellsOut(name));
  }

  private boolean isDropped(@Nullable RedactionRule rule) {
    return rule == null ? policy.allowList() : rule.rule() == ValueRule.REMOVE;
  }

  /** The first rule that names one of them; null for none. */
  private @Nullable RedactionRule ruled(RedactionTarget target, @Nullable String... names) {
    for (RedactionRule rule : rules) {
      if (rule.target() == target) {
        for (String name : names) {
          if (name != null && rule.names(name)) {
            return rule;
          }
        }
      }
    }
    return null;
  }

  private ValueRule textRule(RecordText text) {
    RedactionRule rule = ruled(RedactionTarget.TEXT, text.written());
    if (rule != null) {
      return rule.rule();
    }
    if (policy.allowList()) {
      return isNamedByRule(text) ? ValueRule.NAMED : absent(text);
    }
    if (text == RecordText.ERROR_MESSAGE) {
      return policy.rule(false);
    }
    return ValueRule.allow(policy.detectsInNames());
  }

  /** A rule for this very model names it. */
  private boolean isNamedByRule(RecordText text) {
    return text == RecordText.MODEL_NAME && rules.stream().anyMatch(rule -> rule.model() != null);
  }

  /** A model must have a name, be it the hash of one. */
  private static ValueRule absent(RecordText text) {
    return text == RecordText.MODEL_NAME ? ValueRule.hash() : ValueRule.REMOVE;
  }

  private String visible(String name) {
    return policy.detectsInNames() && SensitiveText.find(name) != null ? hidden(name) : name;
  }

  private String hidden(String name) {
    return policy.detectsInNames() ? policy.key().written(name) : name;
  }
}
