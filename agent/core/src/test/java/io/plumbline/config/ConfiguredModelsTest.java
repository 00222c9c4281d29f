package io.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.ModelConfiguration;
import io.plumbline.capture.ModelRef;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredModelsTest {
  private final ModelConfiguration models =
      Settings.yaml(
              """
              models:
                - match: {library: onnxruntime, model: "fraud*"}
                  name: fraud
                  features: [amount, country]
                  labels: [legit, fraud]
                - match: {model: "*-v2"}
                  version: 2
                - match: {library: onnxruntime}
                  features: [x]
              """)
          .load()
          .modelConfiguration();

  @Test
  void firstEntryThatMatchesCompletesTheModel() {
    ModelRef seen = ModelRef.of("onnxruntime", "fraud-v2").withVersion("7");

    assertThat(models.complete(seen))
        .isEqualTo(
            ModelRef.of("onnxruntime", "fraud")
                .withVersion("7")
                .withFeatures(List.of("amount", "country"))
                .withLabels(List.of("legit", "fraud")));
    assertThat(models.namedFeatures(seen)).containsExactlyInAnyOrder("amount", "country");
    assertThat(models.namesLabels(seen)).isTrue();
  }

  @Test
  void whatTheEntryDoesNotSayStaysAsTheLibrarySaysIt() {
    ModelRef seen = ModelRef.of("xgboost", "churn-v2").withFeatures(List.of("age"));

    assertThat(models.complete(seen)).isEqualTo(seen.withVersion("2"));
    assertThat(models.namedFeatures(seen)).isEmpty();
    assertThat(models.namesLabels(seen)).isFalse();
  }

  @Test
  void modelWithoutAnEntryStaysAsItIs() {
    ModelRef seen = ModelRef.of("xgboost", "churn");

    assertThat(models.complete(seen)).isSameAs(seen);
  }

  @ParameterizedTest
  @CsvSource({
    "fraud*, fraud, true",
    "fraud*, fraud-v2, true",
    "*fraud, no-fraud, true",
    "f*d, fraud, true",
    "f*d, frauds, false",
    "a.c, abc, false",
    "'\\E*', '\\Ex', true",
    "*, anything, true",
  })
  void starStandsForAnyCharacters(String pattern, String text, boolean matches) {
    assertThat(Glob.of(pattern).matches(text)).isEqualTo(matches);
  }
}
