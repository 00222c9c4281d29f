package io.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingConfigTest {
  @ParameterizedTest
  @CsvSource({
    "always_on, false, 1",
    "always_off, false, 0",
    "traceidratio, false, 0.25",
    "parentbased_always_on, true, 1",
    "parentbased_always_off, true, 0",
    "parentbased_traceidratio, true, 0.25",
  })
  void standardSamplersMeanWhatTheyMeanEverywhere(
      String sampler, boolean followsParent, double ratio) {
    SamplingConfig sampling =
        Settings.none()
            .env("OTEL_TRACES_SAMPLER", sampler)
            .env("OTEL_TRACES_SAMPLER_ARG", "0.25")
            .load()
            .sampling();

    assertThat(sampling.followsParent()).isEqualTo(followsParent);
    assertThat(sampling.ratio()).isEqualTo(ratio);
  }

  @Test
  void ownRatioChoosesTheSamplerThatUsesIt() {
    AgentConfig config =
        Settings.yaml("sampling: {ratio: 5%}").env("OTEL_TRACES_SAMPLER", "always_on").load();

    assertThat(config.sampling().ratio()).isEqualTo(0.05);
    assertThat(config.sampling().followsParent()).isTrue();
    assertThat(config.warnings())
        .containsExactly(
            "OTEL_TRACES_SAMPLER is overruled by sampling.ratio (plumbline.yaml:1:19)");
  }

  @Test
  void ownSamplerBesideTheRatioIsKept() {
    SamplingConfig sampling =
        Settings.yaml("sampling: {sampler: traceidratio, ratio: 0.5}").load().sampling();

    assertThat(sampling.followsParent()).isFalse();
    assertThat(sampling.ratio()).isEqualTo(0.5);
  }
}
