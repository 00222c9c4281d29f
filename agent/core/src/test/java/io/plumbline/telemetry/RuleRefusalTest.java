package io.plumbline.telemetry;

import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static io.plumbline.telemetry.InferenceAttributes.ERROR_TYPE;
import static io.plumbline.telemetry.InferenceAttributes.FEATURE_NAME;
import static io.plumbline.telemetry.InferenceAttributes.MODEL_NAME;
import static io.plumbline.telemetry.InferenceAttributes.MODEL_VERSION;
import static io.plumbline.telemetry.InferenceAttributes.SERVICE_NAME;
import static io.plumbline.telemetry.PrometheusRule.Alerting.label;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.plumbline.telemetry.PrometheusRule.Alerting;
import io.plumbline.telemetry.PrometheusRule.Recording;
import io.plumbline.telemetry.PrometheusRule.Severity;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A rule that could never work is no rule. */
class RuleRefusalTest {
  private static final PrometheusSeries CALLS = PrometheusSeries.count(Instrument.DURATION);
  private static final PrometheusSeries MISSING = PrometheusSeries.of(Instrument.FEATURE_MISSING);

  @Test
  void namesAreThoseThatTheCollectorMakes() {
    assertThat(CALLS.name()).isEqualTo("ml_inference_duration_seconds_count");
    assertThat(MISSING.name()).isEqualTo("ml_feature_missing_total");
    assertThat(PrometheusSeries.of(Instrument.SPOOL_SIZE).name())
        .isEqualTo("plumbline_spool_size_bytes");
    assertThat(PrometheusSeries.of(Instrument.CAPTURE_UTILIZATION).name())
        .isEqualTo("plumbline_capture_utilization_ratio");
    assertThat(PrometheusSeries.sum(Instrument.PREDICTION_CONFIDENCE).name())
        .isEqualTo("ml_prediction_confidence_sum");
    assertThat(PrometheusSeries.of(Instrument.SPOOL_WITHOUT_KEY).name())
        .isEqualTo("plumbline_spool_without_key");
  }

  @Test
  void metricThatNoTableHas() {
    PrometheusNames names = PrometheusNames.ofTheTables();

    assertThat(names.unknownIn("rate(ml_inference_latency_seconds_count[5m]) by (ml_model_label)"))
        .containsExactlyInAnyOrder("ml_inference_latency_seconds_count", "ml_model_label");
    assertThat(names.unknownIn("rate(ml_inference_duration_seconds_count[5m]) by (ml_model_name)"))
        .isEmpty();
  }

  @Test
  void kindThatTheMetricIsNot() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrometheusSeries.bucket(Instrument.SPOOL_LAG))
        .withMessage("plumbline.spool.lag has no _bucket: it is a gauge");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrometheusSeries.count(Instrument.FEATURE_VALUE))
        .withMessageContaining("ml.feature.value has no _count");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrometheusSeries.of(Instrument.DURATION))
        .withMessageContaining("ml.inference.duration is a histogram");
  }

  @Test
  void labelThatTheInstrumentDoesNotHave() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CALLS.where(FEATURE_NAME, "age"))
        .withMessageContaining(
            "ml_inference_duration_seconds_count has no label ml_feature_name, only");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MISSING.rate("1h").sumBy(MODEL_NAME, ERROR_TYPE))
        .withMessageContaining("has no label error_type");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CALLS.rate("5m").quantile("0.5"))
        .withMessageContaining("has no label le");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrometheusSeries.foreign("up", stringKey("job")).countBy(SERVICE_NAME))
        .withMessageContaining("up has no label service_name, only [job]");
  }

  @Test
  void labelThatAnEarlierSumTookAway() {
    PrometheusSeries byModel =
        new Recording("model:ml_inferences:rate5m", CALLS.rate("5m").sumBy(MODEL_NAME)).series();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> byModel.sumBy(MODEL_VERSION))
        .withMessageContaining("model:ml_inferences:rate5m has no label ml_model_version");
  }

  @Test
  void sidesThatNeverMatch() {
    Promql byModel = CALLS.rate("5m").sumBy(MODEL_NAME);
    Promql byService = CALLS.rate("5m").sumBy(SERVICE_NAME);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> byModel.shareOf(byService))
        .withMessageContaining("'/' never matches");
    assertThatIllegalArgumentException().isThrownBy(() -> byModel.above(byService));
    assertThatIllegalArgumentException().isThrownBy(() -> byModel.unless(byService));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> byModel.andOn(byService, MODEL_NAME))
        .withMessageContaining("has no label ml_model_name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> byModel.timesTheOne(byService))
        .withMessageContaining("is not one number");
  }

  @Test
  void operatorThatWouldTearAPartAsunder() {
    Promql rate = CALLS.rate("5m").sumBy(MODEL_NAME);
    Promql sum = rate.plus(rate);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> sum.times("2"))
        .withMessageContaining("would tear apart sum by (ml_model_name)");
    assertThat(sum.grouped().times("2").text()).startsWith("2 * (sum by");
    assertThat(sum.above("1").text()).endsWith("> 1");
    assertThatIllegalArgumentException().isThrownBy(() -> rate.minus(sum));
    assertThatIllegalArgumentException().isThrownBy(() -> rate.or(rate).and(rate));
    assertThat(rate.and(rate).or(rate).text()).endsWith("\n  or " + rate.text());
    assertThatIllegalArgumentException().isThrownBy(() -> rate.and(rate).above("1"));
  }

  @Test
  void alertWithoutASectionInTheRunbook() {
    RuleFile file = file(alert("PlumblineNobodyKnows", "Too many."));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> file.yaml(new Runbook(Set.of("PlumblineSpoolLags"))))
        .withMessage(
            "collector-config/RUNBOOK.md has no section '## PlumblineNobodyKnows': write what to do"
                + " about it");
    assertThat(file.yaml(Runbook.of("# Runbook\n\n## PlumblineNobodyKnows\n\nAsk.\n")))
        .contains("runbook_url: collector-config/RUNBOOK.md#plumblinenobodyknows");
  }

  @Test
  void summaryThatTellsALabelWhichIsNotThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> alert("PlumblineTooMany", "Too many of " + label(MODEL_VERSION) + "."))
        .withMessage(
            "The summary of PlumblineTooMany tells [ml_model_version], and its expression has only"
                + " [ml_model_name]");
  }

  @Test
  void alertThatSaysNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> alert("PlumblineTooMany", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> alert("TooMany", "Too many."));
  }

  @Test
  void seriesThatNoRuleAboveRecords() {
    Recording rate = new Recording("model:ml_inferences:rate5m", CALLS.rate("5m"));
    Recording mean =
        new Recording("model:ml_inferences:mean1d", rate.series().over("avg", "1d", "1h"));
    Runbook runbook = new Runbook(Set.of());

    assertThat(file(rate, mean).yaml(runbook)).contains("- record: model:ml_inferences:mean1d");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> file(mean, rate).yaml(runbook))
        .withMessage(
            "models.yml: no rule above records model:ml_inferences:rate5m, which is read in"
                + " - record: model:ml_inferences:mean1d");
  }

  private static Alerting alert(String name, String summary) {
    Promql tooMany = CALLS.rate("5m").sumBy(MODEL_NAME).above("1");
    return new Alerting(name, Severity.WARNING, "5m", tooMany, summary);
  }

  private static RuleFile file(PrometheusRule... rules) {
    return new RuleFile(
        "models.yml",
        RuleRefusalTest.class,
        List.of("About."),
        List.of(RuleGroup.of("plumbline-models", rules)));
  }
}
