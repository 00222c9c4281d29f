package io.plumbline.telemetry;

import static io.plumbline.telemetry.InferenceAttributes.ERROR_TYPE;
import static io.plumbline.telemetry.InferenceAttributes.FEATURE_NAME;
import static io.plumbline.telemetry.InferenceAttributes.MODEL_NAME;
import static io.plumbline.telemetry.InferenceAttributes.MODEL_VERSION;
import static io.plumbline.telemetry.InferenceAttributes.PREDICTION_LABEL;
import static io.plumbline.telemetry.InferenceAttributes.SERVICE_NAME;
import static io.plumbline.telemetry.InferenceAttributes.TRAINING;
import static io.plumbline.telemetry.PrometheusRule.Alerting.label;
import static io.plumbline.telemetry.PrometheusRule.Alerting.value;
import static io.plumbline.telemetry.PrometheusRule.Severity.WARNING;
import static io.plumbline.telemetry.PrometheusSeries.LE;
import static io.plumbline.telemetry.PrometheusSeries.base;
import static io.plumbline.telemetry.PrometheusSeries.bucket;
import static io.plumbline.telemetry.PrometheusSeries.count;
import static io.plumbline.telemetry.PrometheusSeries.sum;

import io.opentelemetry.api.common.AttributeKey;
import io.plumbline.telemetry.PrometheusRule.Alerting;
import io.plumbline.telemetry.PrometheusRule.Recording;
import java.util.List;

/** models.yml: what models do, see and answer. */
final class ModelRules {
  /** What was inferred for training is left out. */
  private static final PrometheusSeries CALLS = count(Instrument.DURATION).where(TRAINING, "");

  private static final PrometheusSeries FAILED_CALLS = CALLS.whereNot(ERROR_TYPE, "");
  private static final PrometheusSeries BUCKETS = bucket(Instrument.DURATION).where(TRAINING, "");
  private static final PrometheusSeries ROWS = sum(Instrument.BATCH_SIZE).where(TRAINING, "");
  private static final PrometheusSeries BATCHES = count(Instrument.BATCH_SIZE).where(TRAINING, "");
  private static final PrometheusSeries PREDICTIONS =
      PrometheusSeries.of(Instrument.PREDICTION_COUNT);
  private static final PrometheusSeries MISSING = PrometheusSeries.of(Instrument.FEATURE_MISSING);

  private static final String DURATION = "model:" + base(Instrument.DURATION) + ":";
  private static final String BATCH_SIZE = "model:" + base(Instrument.BATCH_SIZE) + ":";
  private static final String CONFIDENCE = "model:" + base(Instrument.PREDICTION_CONFIDENCE) + ":";
  private static final String MISSING_SHARE =
      "model:" + base(Instrument.FEATURE_MISSING) + "_share:";
  private static final String PREDICTION_SHARE = "model:ml_prediction_share:";

  private final Recording inferencesRate =
      new Recording("model:ml_inferences:rate5m", byVersion(CALLS.rate("5m")))
          .saying("Inferences, predictions and errors a second.");
  private final Recording errorsRate =
      new Recording(
          "model:ml_inference_errors:rate5m",
          FAILED_CALLS.rate("5m").sumBy(SERVICE_NAME, MODEL_NAME, MODEL_VERSION, ERROR_TYPE));
  private final Recording errorRatio =
      new Recording(
          "model:ml_inference_error_ratio:rate5m",
          byVersion(errorsRate.series())
              .orNoughtOf(inferencesRate.series())
              .shareOf(inferencesRate.series()));
  private final Recording bucketsRate =
      new Recording(
              "model:" + BUCKETS.name() + ":rate5m",
              BUCKETS.rate("5m").sumBy(SERVICE_NAME, MODEL_NAME, MODEL_VERSION, LE))
          .saying(
              "Latency in seconds. The buckets are summed first, so that instances and errors weigh"
                  + " as they should.");

  private final Recording batchSizeHour =
      new Recording(
              BATCH_SIZE + "mean1h",
              byVersion(ROWS.rate("1h")).shareOf(byVersion(BATCHES.rate("1h"))))
          .saying("Mean rows of a call.");
  private final Recording predictionsHour =
      new Recording("model:ml_predictions:increase1h", byVersion(PREDICTIONS.increase("1h")))
          .saying("Predictions in an hour: what the next ones rest on. Alerts want a hundred.");
  private final Recording predictionShareHour =
      new Recording(
              PREDICTION_SHARE + "rate1h",
              PREDICTIONS
                  .rate("1h")
                  .sumBy(SERVICE_NAME, MODEL_NAME, MODEL_VERSION, PREDICTION_LABEL)
                  .sharesOf(byVersion(PREDICTIONS.rate("1h")), version()))
          .saying("Of all predictions, the share of each label.");
  private final Recording confidenceHour =
      new Recording(
              CONFIDENCE + "mean1h",
              byVersion(sum(Instrument.PREDICTION_CONFIDENCE).rate("1h"))
                  .shareOf(byVersion(count(Instrument.PREDICTION_CONFIDENCE).rate("1h"))))
          .saying("Mean probability of the winning class.");
  private final Recording missingShareHour =
      new Recording(
              MISSING_SHARE + "rate1h",
              MISSING
                  .rate("1h")
                  .sumBy(SERVICE_NAME, MODEL_NAME, MODEL_VERSION, FEATURE_NAME)
                  .sharesOf(byVersion(ROWS.rate("1h")), version()))
          .saying("Of all rows, the share in which a feature had no value.");

  private final Recording batchSizeYesterday =
      new Recording(BATCH_SIZE + "mean1d", yesterday("avg", batchSizeHour))
          .saying(
              "What to compare with: the mean of the day that ended an hour ago. Where a label or a"
                  + " feature had no series, it is nought.");
  private final Recording predictionShareYesterday =
      new Recording(
          PREDICTION_SHARE + "mean1d",
          yesterday("sum", predictionShareHour)
              .perEach(yesterday("count", predictionsHour), version()));
  private final Recording confidenceYesterday =
      new Recording(CONFIDENCE + "mean1d", yesterday("avg", confidenceHour));
  private final Recording missingShareYesterday =
      new Recording(
          MISSING_SHARE + "mean1d",
          yesterday("sum", missingShareHour).perEach(yesterday("count", batchSizeHour), version()));

  private ModelRules() {}

  static RuleFile file() {
    return new RuleFile(
        "models.yml",
        ModelRules.class,
        List.of(
            "What models do, by service, model and version: throughput, latency, errors; and what"
                + " they see and answer, against the day before.",
            "What was inferred for training is left out."),
        new ModelRules().groups());
  }

  private List<RuleGroup> groups() {
    return List.of(
        RuleGroup.of(
            "plumbline-models",
            inferencesRate,
            errorsRate,
            errorRatio,
            bucketsRate,
            quantile("0.5", "p50_5m"),
            quantile("0.95", "p95_5m"),
            quantile("0.99", "p99_5m")),
        RuleGroup.every(
            "1m",
            "plumbline-predictions",
            batchSizeHour,
            predictionsHour,
            predictionShareHour,
            confidenceHour,
            missingShareHour),
        RuleGroup.every(
            "1m",
            "plumbline-yesterday",
            batchSizeYesterday,
            predictionShareYesterday,
            confidenceYesterday,
            missingShareYesterday),
        RuleGroup.of(
            "plumbline-model-alerts",
            quiet(),
            confidenceFallen(),
            labelShareMoved(),
            missingValuesRisen(),
            batchSizeOdd()));
  }

  private Alerting quiet() {
    PrometheusSeries asked = inferencesRate.series();
    return new Alerting(
        "PlumblineModelQuiet",
        WARNING,
        "15m",
        asked
            .sumBy(SERVICE_NAME, MODEL_NAME)
            .isZero()
            .and(asked.before("1h").sumBy(SERVICE_NAME, MODEL_NAME).above("0.1")),
        "Model "
            + label(MODEL_NAME)
            + " of "
            + label(SERVICE_NAME)
            + " is asked nothing any more, though its server reports.");
  }

  private Alerting confidenceFallen() {
    return new Alerting(
        "PlumblineConfidenceFallen",
        WARNING,
        "30m",
        confidenceYesterday
            .series()
            .minus(confidenceHour.series())
            .above("0.1")
            .and(predictionsHour.series().atLeast("100")),
        modelAndVersion()
            + " is less sure than yesterday: mean confidence is "
            + value("humanizePercentage")
            + " lower.");
  }

  private Alerting labelShareMoved() {
    return new Alerting(
        "PlumblineLabelShareMoved",
        WARNING,
        "30m",
        predictionShareHour
            .series()
            .minus(predictionShareYesterday.series())
            .absolute()
            .above("0.2")
            .andOn(predictionsHour.series().atLeast("100"), version()),
        modelAndVersion()
            + " answers "
            + label(PREDICTION_LABEL)
            + " more or less often than yesterday, by "
            + value("humanizePercentage")
            + " of all predictions.");
  }

  private Alerting missingValuesRisen() {
    PrometheusSeries now = missingShareHour.series();
    Promql yesterday = missingShareYesterday.series().orNoughtOf(now);
    return new Alerting(
        "PlumblineMissingValuesRisen",
        WARNING,
        "30m",
        now.above(Promql.number("0.05").plus(yesterday.times("2"))),
        modelAndVersion()
            + " lacks feature "
            + label(FEATURE_NAME)
            + " in "
            + value("humanizePercentage")
            + " of the rows, more than twice as often as yesterday.");
  }

  private Alerting batchSizeOdd() {
    PrometheusSeries now = batchSizeHour.series();
    PrometheusSeries yesterday = batchSizeYesterday.series();
    return new Alerting(
        "PlumblineBatchSizeOdd",
        WARNING,
        "30m",
        now.above(yesterday.times("4")).or(now.below(yesterday.by(Promql.number("4")))).block(),
        modelAndVersion()
            + " gets batches of "
            + value("humanize")
            + " rows, four times more or fewer than yesterday.");
  }

  private Recording quantile(String quantile, String operation) {
    return new Recording(DURATION + operation, bucketsRate.series().quantile(quantile));
  }

  private static Promql yesterday(String function, Recording hour) {
    return hour.series().over(function, "1d", "1h");
  }

  private static Promql byVersion(Promql series) {
    return series.sumBy(version());
  }

  private static AttributeKey<?>[] version() {
    return new AttributeKey<?>[] {SERVICE_NAME, MODEL_NAME, MODEL_VERSION};
  }

  private static String modelAndVersion() {
    return "Model " + label(MODEL_NAME) + " " + label(MODEL_VERSION) + " of " + label(SERVICE_NAME);
  }
}
