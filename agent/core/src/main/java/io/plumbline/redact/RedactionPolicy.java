package io.plumbline.redact;

import java.util.Locale;

/**
 * The rules in force. Immutable; its {@link #id} is on every span as {@code ml.redaction.policy}.
 *
 * @param values how much of a value is kept where the configuration says nothing more
 * @param key keys the hashes of strings; never exported
 */
public record RedactionPolicy(Values values, KeyedHash key) {
  /** {@code capture.values}. */
  public enum Values {
    NONE(RedactionRule.REMOVE, RedactionRule.REMOVE),
    NUMBERS(RedactionRule.NUMBERS, RedactionRule.NUMBERS),
    SAFE(RedactionRule.SAFE, RedactionRule.NAMED),
    ALL(RedactionRule.KEEP, RedactionRule.KEEP);

    private final RedactionRule otherwise;
    private final RedactionRule whenNamed;

    Values(RedactionRule otherwise, RedactionRule whenNamed) {
      this.otherwise = otherwise;
      this.whenNamed = whenNamed;
    }
  }

  /**
   * @param named whether the configuration names this feature, or this model's labels: to name a
   *     thing is to allow it
   */
  public RedactionRule rule(boolean named) {
    return named ? values.whenNamed : values.otherwise;
  }

  /** Stable while the rules are the same, over restarts and machines. */
  public String id() {
    return values.name().toLowerCase(Locale.ROOT);
  }
}
