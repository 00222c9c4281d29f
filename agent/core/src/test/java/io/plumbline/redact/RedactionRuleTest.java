package io.plumbline.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.redact.RedactionRule.StringTreatment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionRuleTest {
  /** Test numbers that payment schemes publish. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        4111111111111111L,
        5555555555554444L,
        378282246310005L,
        6011111111111117L,
        4222222222222L
      })
  void paymentCardsAreRemovedAlsoOfNamedFeatures(long card) {
    assertThat(RedactionRule.SAFE.keeps(card)).isFalse();
    assertThat(RedactionRule.SAFE.keeps((double) card)).isFalse();
    assertThat(RedactionRule.NUMBERS.keeps(card)).isFalse();
    assertThat(RedactionRule.NAMED.keeps(card)).isFalse();
    assertThat(RedactionRule.KEEP.keeps(card)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 42, 4111111111111112L, 79927398713L, Long.MIN_VALUE})
  void otherNumbersAreKept(long number) {
    assertThat(RedactionRule.SAFE.keeps(number)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, Double.NaN, Double.POSITIVE_INFINITY, 4111111111111111.5, -1e300})
  void fractionsAndSpecialValuesAreKept(double number) {
    assertThat(RedactionRule.SAFE.keeps(number)).isTrue();
  }

  @Test
  void safePolicyKeepsStringsOnlyOfNamedFeatures() {
    RedactionPolicy policy =
        new RedactionPolicy(
            RedactionPolicy.Values.SAFE, new KeyedHash(new byte[KeyedHash.KEY_BYTES]));

    assertThat(policy.rule(true).treatmentOf("FR")).isEqualTo(StringTreatment.KEEP);
    assertThat(policy.rule(true).treatmentOf("a@b.org")).isEqualTo(StringTreatment.HASH);
    assertThat(policy.rule(false).strings()).isEqualTo(StringTreatment.HASH);
    assertThat(policy.id()).isEqualTo("safe");
  }

  @Test
  void nonePolicyRemovesEvenNamedFeatures() {
    RedactionPolicy policy =
        new RedactionPolicy(
            RedactionPolicy.Values.NONE, new KeyedHash(new byte[KeyedHash.KEY_BYTES]));

    assertThat(policy.rule(true).keeps(1L)).isFalse();
    assertThat(policy.rule(true).strings()).isEqualTo(StringTreatment.REMOVE);
  }
}
