package io.plumbline.redact;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One configured rule.
 *
 * @param model which models' values, by {@code ml.model.name}; null for all
 * @param target what of them
 * @param names which of these; one that matches is enough
 * @param rule what happens to the value
 * @param text the rule in words that do not change from one start or machine to another
 */
public record RedactionRule(
    @Nullable NamePattern model,
    RedactionTarget target,
    List<NamePattern> names,
    ValueRule rule,
    String text) {
  public RedactionRule {
    names = List.copyOf(names);
  }

  /** Rules of the same words do the same. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RedactionRule that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  boolean isFor(String modelName) {
    return model == null || model.matches(modelName);
  }

  /** True when the name itself is written in the rule. */
  boolean spellsOut(String name) {
    return names.contains(new NamePattern(name));
  }

  boolean names(String name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).matches(name)) {
        return true;
      }
    }
    return false;
  }
}
