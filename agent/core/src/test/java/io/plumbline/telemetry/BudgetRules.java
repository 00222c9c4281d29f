package io.plumbline.telemetry;

import static io.plumbline.telemetry.InferenceAttributes.ERROR_TYPE;
import static io.plumbline.telemetry.InferenceAttributes.MODEL_NAME;
import static io.plumbline.telemetry.InferenceAttributes.SERVICE_NAME;
import static io.plumbline.telemetry.InferenceAttributes.TRAINING;
import static io.plumbline.telemetry.PrometheusRule.Alerting.label;
import static io.plumbline.telemetry.PrometheusRule.Alerting.value;
import static io.plumbline.telemetry.PrometheusRule.Severity.CRITICAL;
import static io.plumbline.telemetry.PrometheusRule.Severity.WARNING;
import static io.plumbline.telemetry.PrometheusSeries.LE;
import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.common.AttributeKey;
import io.plumbline.telemetry.PrometheusRule.Alerting;
import io.plumbline.telemetry.PrometheusRule.Recording;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** budgets.yml: objectives kept or missed. */
final class BudgetRules {
  private static final String MODEL = "Model " + label(MODEL_NAME) + " of " + label(SERVICE_NAME);

  /** What was inferred for training is left out. */
  private static final PrometheusSeries CALLS =
      PrometheusSeries.count(Instrument.DURATION).where(TRAINING, "");

  private static final PrometheusSeries BUCKETS =
      PrometheusSeries.bucket(Instrument.DURATION).where(TRAINING, "");

  /** By window. */
  private final Map<String, Recording> failed = new TreeMap<>();

  private final Map<String, Recording> slow = new TreeMap<>();
  private final Recording availability;
  private final Recording latency;
  private final Recording boundary;
  private final Recording bucket;

  private BudgetRules() {
    BurnRate.windows().forEach(window -> failed.put(window, failedRatio(window)));
    availability = ofEachModel(Objectives.AVAILABILITY, "max");
    latency = ofEachModel(Objectives.LATENCY, "max");
    boundary = ofEachModel(Objectives.LATENCY_BOUNDARY, "min");
    bucket = bucketOf(boundary.series());
    BurnRate.windows().forEach(window -> slow.put(window, slowRatio(window)));
  }

  static RuleFile file() {
    return new RuleFile(
        "budgets.yml",
        BudgetRules.class,
        List.of(
            "Objectives of objectives.yml kept or missed: burn-rate alerts over several windows,"
                + " for every model of a service, whatever its",
            "version. What was inferred for training is left out."),
        new BudgetRules().groups());
  }

  private List<RuleGroup> groups() {
    return List.of(
        RuleGroup.of("plumbline-budgets", upToHours().toArray(PrometheusRule[]::new)),
        RuleGroup.every("1m", "plumbline-budgets-days", overDays().toArray(PrometheusRule[]::new)),
        RuleGroup.of(
            "plumbline-objectives-alerts",
            burns(
                "PlumblineAvailabilityBudgetBurnsFast",
                BurnRate.FAST,
                failed,
                availability,
                " fails so often that the budget of a month is gone in days: "
                    + value("humanizePercentage")
                    + " of the inferences."),
            burns(
                "PlumblineAvailabilityBudgetBurnsSlowly",
                BurnRate.SLOW,
                failed,
                availability,
                " fails more often than its objective allows: "
                    + value("humanizePercentage")
                    + " of the inferences."),
            burns(
                "PlumblineLatencyBudgetBurnsFast",
                BurnRate.FAST,
                slow,
                latency,
                " is so slow that the budget of a month is gone in days: "
                    + value("humanizePercentage")
                    + " of the inferences are slower than the objective."),
            burns(
                "PlumblineLatencyBudgetBurnsSlowly",
                BurnRate.SLOW,
                slow,
                latency,
                " is slower than its objective allows: "
                    + value("humanizePercentage")
                    + " of the inferences."),
            isNoBoundary(),
            isOfNoModel()));
  }

  /** In the order in which they need each other. */
  private List<Recording> upToHours() {
    return Stream.of(
            commented(
                of(failed, BurnRate.windowsUpToHours()),
                "Of all inferences of a model, whatever its version: the share that failed, over the"
                    + " windows of the burn-rate alerts."),
            List.of(
                availability.saying(
                    "What objectives.yml promises a model: its own objective where it has one, else"
                        + " that of all, for whoever was asked in the last",
                    "six hours; so restarts and quiet hours do not end it. One of each kind, the"
                        + " strictest where several were written."),
                latency,
                boundary,
                bucket.saying(
                    "The bucket that ends there. A whole number is 1 in remote write and 1.0 in a"
                        + " scrape.")),
            commented(
                of(slow, BurnRate.windowsUpToHours()),
                "Of all inferences of a model: the share that was slower than its objective."))
        .flatMap(List::stream)
        .toList();
  }

  private List<Recording> overDays() {
    return commented(
        Stream.of(of(failed, BurnRate.windowsOfDays()), of(slow, BurnRate.windowsOfDays()))
            .flatMap(List::stream)
            .toList(),
        "The same over days, which is dear where servers are many: apart, so that the hours do not"
            + " wait for them.");
  }

  private static List<Recording> of(Map<String, Recording> ratios, List<String> windows) {
    return windows.stream().map(window -> at(ratios, window)).toList();
  }

  private static List<Recording> commented(List<Recording> rules, String comment) {
    return Stream.concat(Stream.of(rules.get(0).saying(comment)), rules.stream().skip(1)).toList();
  }

  private static Recording failedRatio(String window) {
    Promql all = CALLS.rate(window).sumBy(model());
    return new Recording(
        "model:ml_inference_failed_ratio:rate" + window,
        CALLS.whereNot(ERROR_TYPE, "").rate(window).sumBy(model()).orNoughtOf(all).shareOf(all));
  }

  private Recording slowRatio(String window) {
    Promql fast =
        BUCKETS
            .rate(window)
            .inlineAndOn(bucket.series(), SERVICE_NAME, MODEL_NAME, LE)
            .sumBy(model());
    return new Recording(
        "model:ml_inference_slow_ratio:rate" + window,
        Promql.number("1").minus(fast.shareOf(CALLS.rate(window).sumBy(model()))));
  }

  /**
   * @param strictest of several for one model
   */
  private Recording ofEachModel(PrometheusSeries promise, String strictest) {
    Promql own =
        promise.whereNot(SERVICE_NAME, "").whereNot(MODEL_NAME, "").aggregate(strictest, model());
    Promql ofAll = promise.where(SERVICE_NAME, "").where(MODEL_NAME, "").aggregate(strictest);
    return new Recording(
        promise.name().replace("plumbline:", "model:"),
        own.or(asked().series().groupBy(model()).timesTheOne(ofAll)));
  }

  /**
   * Whoever was asked within the longest of the windows of hours has a budget: an alert can fire of
   * nobody else, since all of them look at one of these.
   */
  private Recording asked() {
    return at(failed, last(BurnRate.windowsUpToHours()));
  }

  /** A whole number is 1 in remote write and 1.0 in a scrape; each server has only one of them. */
  private static Recording bucketOf(PrometheusSeries boundary) {
    Promql plain = boundary.countValues(LE, model());
    return new Recording(
        "model:objective_latency:bucket", plain.or(plain.relabel(LE, "(\\d+)", "$1.0")));
  }

  private static Alerting burns(
      String name,
      List<BurnRate> rates,
      Map<String, Recording> ratios,
      Recording objective,
      String does) {
    boolean fast = rates.equals(BurnRate.FAST);
    return new Alerting(
        name,
        fast ? CRITICAL : WARNING,
        fast ? "2m" : "15m",
        Promql.either(
            burnsAt(rates.get(0), ratios, objective), burnsAt(rates.get(1), ratios, objective)),
        MODEL + does);
  }

  private static Promql burnsAt(BurnRate rate, Map<String, Recording> ratios, Recording objective) {
    Promql budget = Promql.number("1").minus(objective.series()).grouped();
    Promql allowed = rate.factor().equals("1") ? budget : budget.times(rate.factor());
    return Stream.of(rate.longWindow(), rate.shortWindow())
        .map(window -> recorded(ratios, window).above(allowed))
        .reduce(Promql::and)
        .orElseThrow();
  }

  private static PrometheusSeries recorded(Map<String, Recording> ratios, String window) {
    return at(ratios, window).series();
  }

  private static Recording at(Map<String, Recording> ratios, String window) {
    return requireNonNull(ratios.get(window), window);
  }

  private Alerting isNoBoundary() {
    return new Alerting(
            "PlumblineObjectiveIsNoBoundary",
            WARNING,
            "10m",
            boundary
                .series()
                .and(asked().series())
                .unless(recorded(slow, last(BurnRate.windowsUpToHours()))),
            "The latency objective of model "
                + label(MODEL_NAME)
                + " of "
                + label(SERVICE_NAME)
                + ", "
                + value()
                + " s, is no bucket boundary of "
                + Instrument.DURATION.name()
                + ", so no latency alert of it can fire.")
        .saying("Else the latency alerts could never fire, and nobody would know.");
  }

  private Alerting isOfNoModel() {
    Promql promised =
        Objectives.ofModels().stream()
            .map(Promql.class::cast)
            .reduce(Promql::inlineOr)
            .orElseThrow();
    return new Alerting(
            "PlumblineObjectiveOfNoModel",
            WARNING,
            "1h",
            promised
                .groupBy(model())
                .unlessOn(
                    recorded(failed, last(BurnRate.windowsOfDays()))
                        .inlineOr(Promql.vector("1"))
                        .grouped(),
                    model()),
            "An objective in objectives.yml is for model '"
                + label(MODEL_NAME)
                + "' of service '"
                + label(SERVICE_NAME)
                + "', and no such model was asked in the last three days.")
        .saying(
            "A name that is misspelt, or one of the two forgotten. vector(1) stands for the objective"
                + " of all, which has neither.");
  }

  private static String last(List<String> windows) {
    return windows.get(windows.size() - 1);
  }

  private static AttributeKey<?>[] model() {
    return new AttributeKey<?>[] {SERVICE_NAME, MODEL_NAME};
  }
}
