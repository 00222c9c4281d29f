package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.plumbline.it.harness.Answer;
import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.RealBackends;
import io.plumbline.it.harness.RealJaeger;
import io.plumbline.it.harness.RealPrometheus;
import io.plumbline.it.harness.SdkSender;
import io.plumbline.it.harness.ShippedCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code agent.yaml}: the real agent's inferences in the real Jaeger and the real Prometheus. */
@RealBackends
@Tag("collector-config")
class CollectorAgentIT {
  private static final String SERVICE = "credits";
  private static final int CALLS = 400;

  /** Of what the rules read: metrics that are there only once something was lost or removed. */
  private static final Set<String> ONLY_WHEN_LOST =
      Set.of(
          "plumbline_dropped_total",
          "plumbline_spans_dropped_total",
          "ml_redaction_failed_total",
          "otelcol_exporter_send_failed_spans");

  @AutoClose private static RealJaeger jaeger;
  @AutoClose private static ShippedCollector collector;
  @AutoClose private static RealPrometheus prometheus;
  @AutoClose private static HostJvm host;

  @BeforeAll
  static void observe() {
    jaeger = RealJaeger.start();
    collector = ShippedCollector.of("agent.yaml").tracesTo(jaeger).start();
    prometheus = RealPrometheus.scraping(collector);
    host =
        CreditHosts.observed(SERVICE, collector, OtlpProtocol.HTTP, String.valueOf(CALLS), "300")
            .start();
    host.awaitOutput("scored " + CALLS);
  }

  @Test
  void inferencesAreFoundInJaeger() {
    assertThat(jaeger.awaitSpans(SERVICE, Map.of("ml.input.income", "1004"), CALLS / 20))
        .hasSize(CALLS / 20)
        .allSatisfy(
            span -> {
              assertThat(span.tag("ml.prediction.label")).isEqualTo("grant");
              assertThat(span.tag("ml.prediction.confidence")).isEqualTo(0.9);
            });
  }

  @Test
  void finalCountsInPrometheusAreTheAgents() {
    CreditHosts.awaitFinalCounts(prometheus, SERVICE, CALLS);
    // One process is one series of each kind, under its own instance.
    assertThat(prometheus.query("plumbline_inferences_total"))
        .singleElement()
        .satisfies(series -> assertThat(series.label("service_instance_id")).isNotEmpty())
        .satisfies(series -> assertThat(series.label("job")).isEqualTo(SERVICE));
    assertThat(prometheus.sum("ml_inference_duration_seconds_count{error_type!=\"\"}"))
        .isEqualTo(CALLS / 10.0);
  }

  @Test
  void bucketsAreThoseOfTheAgent() {
    prometheus.awaitSum("ml_inference_duration_seconds_count", CALLS);
    Set<Double> boundaries =
        prometheus.query("count by (le) (ml_inference_duration_seconds_bucket)").stream()
            .map(
                series ->
                    Double.valueOf(String.valueOf(series.label("le")).replace("+Inf", "Infinity")))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(boundaries).hasSize(26).contains(0.000001, 0.25, 1.0, 10.0);
    // As model:objective_latency:bucket spells them.
    assertThat(prometheus.query("ml_inference_duration_seconds_bucket{le=\"0.25\"}")).isNotEmpty();
    assertThat(prometheus.query("ml_inference_duration_seconds_bucket{le=\"1.0\"}")).isNotEmpty();
    assertThat(prometheus.query("ml_inference_duration_seconds_bucket{le=\"0.0001\"}"))
        .isNotEmpty();
  }

  @Test
  void featureValuesAreNativeHistograms() {
    prometheus.awaitSum(
        "histogram_count(ml_feature_value{ml_feature_name=\"age\"})", CALLS - CALLS / 20.0);
    assertThat(prometheus.sum("histogram_sum(ml_feature_value{ml_feature_name=\"age\"})"))
        .isEqualTo(40.0 * (CALLS - CALLS / 20));
  }

  @Test
  void exemplarsLeadFromAHistogramIntoJaeger() {
    List<Map<String, String>> exemplars =
        prometheus.exemplars("ml_inference_duration_seconds_bucket");

    assertThat(exemplars).isNotEmpty();
    assertThat(exemplars.get(0).get("trace_id")).matches("[0-9a-f]{32}");
  }

  @Test
  void everyMetricThatARuleReadsIsThereUnderThatName() throws IOException {
    Set<String> read = new TreeSet<>();
    for (String file : List.of("budgets.yml", "models.yml", "agents.yml")) {
      Pattern.compile("(?<![:\\w])(ml|plumbline|otelcol)_\\w+(?=[{\\[ )\\n])")
          .matcher(expressions(RealPrometheus.folder().resolve(file)))
          .results()
          .forEach(match -> read.add(match.group()));
    }
    read.removeAll(
        Set.of("ml_model_name", "ml_model_version", "ml_prediction_label", "ml_feature_name"));

    assertThat(read).hasSizeGreaterThan(12).containsAll(ONLY_WHEN_LOST);
    read.removeAll(ONLY_WHEN_LOST);
    assertThat(read)
        .allSatisfy(
            name -> prometheus.awaitQuery("count(" + name + ")", answer -> !answer.isEmpty()));
  }

  @Test
  void rulesRecordWhatTheModelDoes() {
    prometheus.awaitQuery(
        "model:ml_inferences:rate5m{ml_model_name=\"credit\",ml_model_version=\"3\"}",
        answer -> answer.size() == 1);
  }

  @Test
  void collectorTellsPrometheusAboutItself() {
    prometheus.awaitSum("up{job=\"otelcol\"}", 1);
    prometheus.awaitQuery("otelcol_receiver_accepted_spans > 0", answer -> !answer.isEmpty());
  }

  /** The name that {@code PlumblineCollectorLoses} reads. */
  @Test
  void whatABackendRefusesForGoodIsCountedAsTheAlertReadsIt() {
    try (OtlpReceiver refusing = OtlpReceiver.start();
        ShippedCollector passingOn = ShippedCollector.of("agent.yaml").tracesTo(refusing).start()) {
      refusing.answer(request -> Answer.badData());
      new SdkSender("refused", passingOn, OtlpProtocol.GRPC, Map.of())
          .span("predict", Attributes.empty());

      Await.that(
          Await.DEFAULT_LIMIT,
          () ->
              passingOn
                  .metricsAboutItself()
                  .lines()
                  .anyMatch(line -> line.matches("otelcol_exporter_send_failed_spans\\{.*} 1")),
          passingOn::metricsAboutItself);
    }
  }

  private static String expressions(Path rules) throws IOException {
    return Files.readAllLines(rules).stream()
        .filter(line -> !line.strip().startsWith("#") && !line.contains("summary:"))
        .collect(Collectors.joining("\n"));
  }
}
