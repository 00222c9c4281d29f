package io.plumbline.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.redact.RedactionPolicy.Values;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where no rule applies, an array of floats or small integers is copied as a whole and no value of
 * it is looked at; {@code RedactionBenchmark} says what that is worth.
 */
class NoRuleTest {
  @ParameterizedTest
  @EnumSource(names = {"NUMBERS", "SAFE", "ALL"})
  void numbersOfAModelWithoutRulesAreNotLookedAt(Values values) {
    RedactedMatrix matrix = matrix(values);

    assertThat(matrix.isUniform()).isTrue();
    assertThat(matrix.keepsShortNumbers()).isTrue();
  }

  @Test
  void ruleForAnotherModelCostsThisOneNothing() {
    RedactedMatrix matrix = matrix(Values.SAFE, rule("churn", "x", ValueRule.round(10, true)));

    assertThat(matrix.isUniform()).isTrue();
    assertThat(matrix.keepsShortNumbers()).isTrue();
  }

  @Test
  void ruleForAnotherFeatureLeavesTheArrayWhole() {
    assertThat(matrix(Values.SAFE, rule(null, "y", ValueRule.drop())).keepsShortNumbers()).isTrue();
    assertThat(matrix(Values.SAFE, rule(null, "x", ValueRule.allow(true))).keepsShortNumbers())
        .isTrue();
  }

  @Test
  void oneColumnWithARuleHasEachValueLookedAt() {
    RedactedMatrix matrix = matrix(Values.SAFE, rule(null, "x.3", ValueRule.round(10, true)));

    assertThat(matrix.keepsShortNumbers()).isFalse();
    assertThat(matrix.column(3).rule().changesNumbers()).isTrue();
    assertThat(matrix.column(4).rule().changesNumbers()).isFalse();
  }

  private static RedactedMatrix matrix(Values values, RedactionRule... rules) {
    HashKey key = HashKey.of(HashKey.newKey(), null);
    return new RedactionPolicy(values, false, List.of(rules), List.of(), key, new Vocabularies())
        .of("any", "fraud", List.of(), Set.of(), false)
        .features("x", 32, 32);
  }

  private static RedactionRule rule(@Nullable String model, String feature, ValueRule rule) {
    return new RedactionRule(
        model == null ? null : new NamePattern(model),
        RedactionTarget.FEATURE,
        List.of(new NamePattern(feature)),
        rule,
        feature);
  }
}
