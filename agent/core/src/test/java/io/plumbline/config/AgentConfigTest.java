package io.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.CaptureLimits;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.redact.RedactionPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AgentConfigTest {
  /** The example of the documentation. */
  private static final String EXAMPLE =
      """
      service: {name: fraud-scoring, attributes: {deployment.environment.name: prod}}
      export:
        endpoint: http://collector:4318
        headers: {authorization: "Bearer ${env:OTLP_TOKEN}"}
      spool: {directory: /var/lib/plumbline, max_size: 1GiB, max_age: 24h, min_free_disk: 512MiB}
      sampling: {ratio: 0.05, keep: {errors: true, slower_than: 250ms, confidence_below: 0.6}}
      models:
        - match: {library: onnxruntime, model: "fraud*"}
          name: fraud
          version: "7"
          features: [amount, country, hour]
          labels: [legit, fraud]
      methods:
        - class: com.acme.Scorer               # a class, supertype or interface
          method: score(java.util.Map)
          model: {name: churn, version: this.version}
          features: arg0
          prediction: {label: return.label, score: return.probability, probabilities: return.all}
      instrumentation: {disabled: [xgboost]}
      """;

  @Test
  void withoutAnythingEveryValueHasADefault() {
    AgentConfig config = Settings.none().load();

    assertThat(config.enabled()).isTrue();
    assertThat(config.service().name()).isEqualTo("unknown_service:java");
    assertThat(config.export().traces().endpoint())
        .isEqualTo(URI.create("http://localhost:4318/v1/traces"));
    assertThat(config.export().metricInterval()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.spool().maxSizeBytes()).isEqualTo(512L << 20);
    assertThat(config.spool().mode()).isEqualTo(SpoolConfig.Mode.AUTO);
    assertThat(config.spool().directory()).isNull();
    assertThat(config.sampling()).isEqualTo(new SamplingConfig(true, 1, true, null, null));
    assertThat(config.capture().values()).isEqualTo(RedactionPolicy.Values.SAFE);
    assertThat(config.capture().limits()).isEqualTo(CaptureLimits.DEFAULT);
    assertThat(config.models()).isEmpty();
    assertThat(config.methods()).isEmpty();
    assertThat(config.disabledInstrumentations()).isEmpty();
    assertThat(config.log())
        .isEqualTo(new LogConfig(AgentLog.Level.INFO, LogConfig.Destination.FILE));
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void theExampleIsRead() {
    AgentConfig config = Settings.yaml(EXAMPLE).env("OTLP_TOKEN", "s3cret").load();

    assertThat(config.service().name()).isEqualTo("fraud-scoring");
    assertThat(config.service().attributes())
        .containsExactly(Map.entry("deployment.environment.name", "prod"));
    assertThat(config.export().metrics().endpoint())
        .isEqualTo(URI.create("http://collector:4318/v1/metrics"));
    assertThat(config.export().traces().headers())
        .containsExactly(Map.entry("authorization", "Bearer s3cret"));
    assertThat(config.spool().directory()).isEqualTo(Path.of("/var/lib/plumbline"));
    assertThat(config.spool().maxSizeBytes()).isEqualTo(1L << 30);
    assertThat(config.spool().maxAge()).isEqualTo(Duration.ofHours(24));
    assertThat(config.sampling())
        .isEqualTo(new SamplingConfig(true, 0.05, true, Duration.ofMillis(250), 0.6));
    assertThat(config.models())
        .containsExactly(
            new ModelConfig(
                "onnxruntime",
                Glob.of("fraud*"),
                "fraud",
                "7",
                List.of("amount", "country", "hour"),
                List.of("legit", "fraud")));
    assertThat(config.methods())
        .containsExactly(
            new MethodConfig(
                "com.acme.Scorer",
                "score",
                List.of("java.util.Map"),
                "java",
                new ValueSource.Literal("churn"),
                new ValueSource.Read(ValuePath.parse("this.version")),
                new FeatureSource.Whole(ValuePath.parse("arg0"), List.of()),
                ValuePath.parse("return.label"),
                ValuePath.parse("return.probability"),
                ValuePath.parse("return.all"),
                null,
                null));
    assertThat(config.disabledInstrumentations()).containsExactly("xgboost");
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void headersAreNeverPrinted() {
    AgentConfig config = Settings.yaml(EXAMPLE).env("OTLP_TOKEN", "s3cret").load();

    assertThat(config.toString()).contains("authorization").doesNotContain("s3cret");
  }

  @Test
  void otelSdkDisabledSwitchesOffUnlessPlumblineSaysOtherwise() {
    assertThat(Settings.none().env("OTEL_SDK_DISABLED", "true").load().enabled()).isFalse();
    assertThat(Settings.none().property("otel.sdk.disabled", "true").load().enabled()).isFalse();

    AgentConfig both =
        Settings.none().env("OTEL_SDK_DISABLED", "true").env("PLUMBLINE_ENABLED", "true").load();
    assertThat(both.enabled()).isTrue();
    assertThat(both.warnings())
        .containsExactly("OTEL_SDK_DISABLED is overruled by PLUMBLINE_ENABLED");
  }

  @Test
  void methodsFitInOneText() {
    AgentConfig config =
        Settings.none()
            .property(
                "plumbline.methods",
                "com.acme.Scorer#score(java.util.Map, int), com.acme.*Ranker#rank")
            .load();

    assertThat(config.methods()).extracting(MethodConfig::type).hasSize(2);
    assertThat(config.methods().get(0).parameters()).containsExactly("java.util.Map", "int");
    assertThat(config.methods().get(0).features())
        .isEqualTo(new FeatureSource.Whole(ValuePath.parse("arg0"), List.of()));
    assertThat(config.methods().get(1).type()).isEqualTo("com.acme.*Ranker");
    assertThat(config.methods().get(1).method()).isEqualTo("rank");
  }

  @Test
  void featuresMayEachHaveAPathOfTheirOwn() {
    AgentConfig config =
        Settings.yaml(
                """
                methods:
                  - class: com.acme.Scorer
                    method: score
                    features: {amount: arg0.amount, country: "arg1['home country']"}
                """)
            .load();

    FeatureSource features = config.methods().get(0).features();
    assertThat(Objects.requireNonNull(features).namedFeatures())
        .containsExactly("amount", "country");
  }

  @Test
  void standardVariablesThatAreLeftToOthersAreNotPassedOverInSilence() {
    AgentConfig config =
        Settings.none()
            .env("OTEL_TRACES_EXPORTER", "none")
            .env("OTEL_METRICS_EXPORTER", "otlp")
            .env("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "delta")
            .load();

    assertThat(config.enabled()).isTrue();
    assertThat(config.warnings()).hasSize(2);
    assertThat(config.warnings().get(0)).startsWith("OTEL_TRACES_EXPORTER=none is left to other");
    assertThat(config.warnings().get(1)).contains("TEMPORALITY_PREFERENCE=delta is refused");
  }
}
