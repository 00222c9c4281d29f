package io.plumbline.redact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
  @ParameterizedTest
  @CsvSource({
    "amount, amount, true",
    "amount, amounts, false",
    "card_*, card_number, true",
    "card_*, card_, true",
    "*_id, customer_id, true",
    "*_id, customer_ids, false",
    "a*b*c, aXbXbXc, true",
    "a*b*c, aXcXb, false",
    "*, anything, true",
    "arg0.*, arg0.3, true",
    "arg0.*, arg013, false",
    "a**b, ab, true",
  })
  void starStandsForAnyCharacters(String pattern, String name, boolean matches) {
    assertThat(new NamePattern(pattern).matches(name)).isEqualTo(matches);
  }
}
