package io.plumbline.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.config.AgentConfig;
import io.plumbline.config.ConfigException;
import io.plumbline.config.ConfigFile;
import io.plumbline.config.ConfigSources;
import io.plumbline.status.ProcessFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BannerTest {
  private static final String YAML =
      """
      service: {name: churn, namespace: shop}
      export:
        endpoint: http://collector:4318
        headers: {authorization: "Bearer s3cret"}
      methods: ["com.acme.Scorer#score"]
      """;

  @Test
  void saysWhoByWhatAndWhereToInFiveLinesWithoutAKey() throws ConfigException {
    ConfigSources sources =
        new ConfigSources(Map.of(), Map.of(), new ConfigFile("plumbline.yaml", YAML), null);
    AgentConfig config = AgentConfig.load(sources);
    Instant now = Instant.parse("2026-11-28T12:00:00Z");
    ProcessFacts process = ProcessFacts.current("1.0", now);

    List<String> lines =
        Banner.lines(
            config,
            ConfigurationView.of(config, sources, now),
            process,
            List.of("onnxruntime", "xgboost"));

    assertThat(lines).hasSizeLessThanOrEqualTo(Banner.MOST_LINES);
    assertThat(String.join("\n", lines))
        .contains("Plumbline 1.0", "process " + process.pid(), "shop.churn", "plumbline.yaml")
        .contains("onnxruntime, xgboost; and 1 method")
        .contains("http://collector:4318/v1/traces")
        .doesNotContain("s3cret");
  }
}
