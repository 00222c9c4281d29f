package io.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.redact.HashKey;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.redact.Vocabularies;
import org.junit.jupiter.api.Test;

class RedactionConfigTest {
  private static final HashKey SERVICE_KEY = HashKey.of("made for the service", null);

  private static final String RULES =
      """
      redaction:
        rules:
          - {model: "fraud*", feature: [iban, "card_*"], rule: drop}
          - {feature: amount, rule: round, step: 10}
          - {feature: age, rule: bucket, edges: [0, 18, 65]}
          - {feature: income, rule: noise, epsilon: 0.5, sensitivity: 1000}
          - {feature: phone, rule: mask, keep_last: 2}
          - {feature: name, rule: truncate, length: 1, detectors: false}
          - {output: label, rule: allow}
          - {field: [error.message, thread.name], rule: hash}
      """;

  @Test
  void fingerprintIsStableOverLoadsAndKeys() {
    RedactionPolicy policy = policy(RULES);

    // Written down, so that it cannot differ on another machine or tomorrow without being seen.
    assertThat(policy.id()).isEqualTo("safe-6444c812");
    assertThat(policy(RULES.replace("rules:", "key: another key, as long\n  rules:")).id())
        .isEqualTo(policy.id());
  }

  @Test
  void fingerprintChangesWithEveryRuleAndName() {
    assertThat(policy(RULES).id())
        .isNotEqualTo(policy("").id())
        .isNotEqualTo(policy(RULES.replace("step: 10", "step: 100")).id())
        .isNotEqualTo(policy(RULES.replace("detectors: false", "detectors: true")).id())
        .isNotEqualTo(policy(RULES + "models: [{match: {model: m}, features: [a]}]\n").id())
        .isNotEqualTo(policy(RULES.replace("redaction:", "redaction:\n  allow_list: true")).id());
  }

  @Test
  void configuredKeyTakesThePlaceOfTheServices() {
    assertThat(policy("").key()).isEqualTo(SERVICE_KEY);
    assertThat(policy("redaction: {key: another key of mine, key_id: 2026-11}").key())
        .isEqualTo(HashKey.of("another key of mine", "2026-11"));
  }

  @Test
  void sameTextIsTheSameConfiguration() {
    assertThat(Settings.yaml(RULES).load()).isEqualTo(Settings.yaml(RULES).load());
  }

  private static RedactionPolicy policy(String yaml) {
    AgentConfig config = Settings.yaml(yaml).load();
    return config.redaction().policy(config.capture().values(), SERVICE_KEY, new Vocabularies());
  }
}
