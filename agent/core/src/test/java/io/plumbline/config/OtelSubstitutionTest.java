package io.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of the specification, configuration/data-model.md. */
class OtelSubstitutionTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "TEXT", "value",
          "NUMBER", "1.1",
          "NOTHING", "",
          "MAP", "value\nkey:value",
          "REFERENCE", "${UNUSED}",
          "UNUSED", "Never use this value",
          "ESCAPED", "value$$");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${TEXT}                             | value",
        "${env:TEXT}                         | value",
        "a ${TEXT} ${NUMBER}                 | a value 1.1",
        "${NOT_SET}                          | ''",
        "${NOT_SET:-fallback}                | fallback",
        "${NOTHING:-fallback}                | fallback",
        "${NOT_SET:-}                        | ''",
        "${REFERENCE}                        | ${UNUSED}",
        "${NOT_SET:-${TEXT}}                 | ${TEXT}",
        "$${TEXT}                            | ${TEXT}",
        "$$${TEXT}                           | $value",
        "$$$${TEXT}                          | $${TEXT}",
        "$${TEXT:-fallback}                  | ${TEXT:-fallback}",
        "$${TEXT:-${TEXT}}                   | ${TEXT:-value}",
        "${NOT_SET:-$${NOT_SET}}             | ${NOT_SET:-${NOT_SET}}",
        "${ESCAPED}                          | value$$",
        "a $$ b                              | a $ b",
        "a $ b                               | a $ b"
      })
  void referenceIsResolvedAsTheSpecificationSays(String written, String expected) {
    assertThat(resolve(written)).isEqualTo(expected);
  }

  @Test
  void whatIsPutInIsNeverReadAsYaml() {
    assertThat(resolve("${MAP}")).isEqualTo("value\nkey:value");
  }

  @ParameterizedTest
  @CsvSource({"${TEXT:?error}", "${1TEXT}", "${TE$XT}", "${TEXT }"})
  void whatIsNoReferenceIsRefused(String written) {
    assertThatThrownBy(() -> resolve(written))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("which is no reference; use ${NAME:-default}");
  }

  private static String resolve(String text) {
    return new OtelSubstitution(ENVIRONMENT).resolve(text, Origin.DEFAULT).value();
  }
}
