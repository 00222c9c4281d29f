package io.plumbline.redact;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The rules in force. Immutable; its {@link #id} is on every span as {@code ml.redaction.policy}.
 *
 * @param values what is kept of what no rule names
 * @param allowList true when what no rule names is dropped instead
 * @param rules the first that matches counts
 * @param named what the configuration names besides, and so allows: part of the fingerprint
 * @param key keys the hashes of strings; never exported
 * @param vocabularies what was learnt until now
 */
public record RedactionPolicy(
    Values values,
    boolean allowList,
    List<RedactionRule> rules,
    List<String> named,
    HashKey key,
    Vocabularies vocabularies) {
  /** Goes up when the detectors or the defaults change what they keep. */
  private static final int VERSION = 1;

  /** {@code capture.values}. */
  public enum Values {
    NONE,
    NUMBERS,
    SAFE,
    ALL
  }

  public RedactionPolicy {
    rules = List.copyOf(rules);
    named = List.copyOf(named);
  }

  /** Without rules. */
  public RedactionPolicy(Values values, HashKey key) {
    this(values, false, List.of(), List.of(), key, new Vocabularies());
  }

  /**
   * @param model as the configuration names it
   * @param features names of its columns
   * @param namedFeatures those that the configuration names: to name a thing is to allow it
   * @param labelsNamed whether it names the labels
   */
  public ModelRedaction of(
      String library,
      String model,
      List<String> features,
      Set<String> namedFeatures,
      boolean labelsNamed) {
    return new ModelRedaction(this, library, model, features, namedFeatures, labelsNamed);
  }

  /** Whether what happens to a feature depends on the name of its model. */
  public boolean hasRulesByModel() {
    return rules.stream().anyMatch(rule -> rule.model() != null);
  }

  /** Where no rule speaks. */
  ValueRule rule(boolean isNamed) {
    return switch (values) {
      case NONE -> ValueRule.REMOVE;
      case NUMBERS -> ValueRule.NUMBERS;
      case SAFE -> isNamed ? ValueRule.NAMED : ValueRule.SAFE;
      case ALL -> ValueRule.KEEP;
    };
  }

  /** Whether names, which may come from data, are looked through as values are. */
  boolean detectsInNames() {
    return values != Values.ALL;
  }

  /** Stable while the rules are the same, over restarts and machines. */
  public String id() {
    return values.name().toLowerCase(Locale.ROOT) + "-" + fingerprint();
  }

  private String fingerprint() {
    Sha256 digest = new Sha256();
    digest.begin();
    for (byte each : text().getBytes(StandardCharsets.UTF_8)) {
      digest.put(each & 0xFF);
    }
    digest.end();
    return HexFormat.of().toHexDigits(digest.word(0));
  }

  /** What the fingerprint is of, line by line; no key, and nothing else that differs by machine. */
  public String text() {
    StringBuilder text = new StringBuilder("redaction " + VERSION);
    text.append("\nvalues ").append(values);
    text.append("\nunnamed ").append(allowList ? "dropped" : "as values say");
    named.forEach(each -> text.append("\nnamed ").append(each));
    rules.forEach(each -> text.append("\nrule ").append(each.text()));
    return text.toString();
  }
}
