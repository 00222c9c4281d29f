package io.plumbline.telemetry;

import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static io.plumbline.telemetry.InferenceAttributes.DROP_REASON;
import static io.plumbline.telemetry.InferenceAttributes.MODEL_NAME;
import static io.plumbline.telemetry.InferenceAttributes.SERVICE_INSTANCE_ID;
import static io.plumbline.telemetry.InferenceAttributes.SERVICE_NAME;
import static io.plumbline.telemetry.PrometheusRule.Alerting.label;
import static io.plumbline.telemetry.PrometheusRule.Alerting.value;
import static io.plumbline.telemetry.PrometheusRule.Severity.CRITICAL;
import static io.plumbline.telemetry.PrometheusRule.Severity.WARNING;
import static io.plumbline.telemetry.PrometheusSeries.foreign;

import io.opentelemetry.api.common.AttributeKey;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.telemetry.PrometheusRule.Alerting;
import io.plumbline.telemetry.PrometheusRule.Recording;
import java.util.List;

/** agents.yml: the agents and the Collectors themselves. */
final class AgentRules {
  private static final String PROCESS =
      label(SERVICE_NAME) + " (" + label(SERVICE_INSTANCE_ID) + ")";

  // Names of Prometheus and of the Collector, which no table of ours has.
  private static final AttributeKey<String> JOB = stringKey("job");
  private static final AttributeKey<String> INSTANCE = stringKey("instance");
  private static final AttributeKey<String> EXPORTER = stringKey("exporter");
  private static final PrometheusSeries UP = foreign("up", JOB, INSTANCE);
  private static final PrometheusSeries QUEUE_SIZE =
      foreign("otelcol_exporter_queue_size", INSTANCE, EXPORTER);
  private static final PrometheusSeries QUEUE_CAPACITY =
      foreign("otelcol_exporter_queue_capacity", INSTANCE, EXPORTER);
  private static final PrometheusSeries SEND_FAILED =
      foreign("otelcol_exporter_send_failed_spans", INSTANCE, EXPORTER);

  private final Recording reporting =
      new Recording(
              "service:plumbline_reporting:count",
              PrometheusSeries.of(Instrument.INFERENCES).countBy(SERVICE_NAME))
          .saying("Processes that report.");

  private AgentRules() {}

  static RuleFile file() {
    return new RuleFile(
        "agents.yml",
        AgentRules.class,
        List.of("The agents and the Collectors themselves."),
        new AgentRules().groups());
  }

  private List<RuleGroup> groups() {
    return List.of(
        RuleGroup.of("plumbline-agents", reporting),
        RuleGroup.of(
            "plumbline-agent-alerts",
            inferencesDropped(),
            spansDropped(),
            captureSteppedDown(),
            spoolLags(),
            spoolNearFull(),
            spoolWithoutKey(),
            redactionFailed(),
            serversMissing(),
            serviceSilent()),
        RuleGroup.of(
            "plumbline-collector-alerts", collectorDown(), collectorQueueFull(), collectorLoses()));
  }

  private static Alerting inferencesDropped() {
    return new Alerting(
        "PlumblineInferencesDropped",
        WARNING,
        "",
        rose(PrometheusSeries.of(Instrument.DROPPED))
            .sumBy(SERVICE_NAME, SERVICE_INSTANCE_ID, DROP_REASON),
        PROCESS
            + " did not record "
            + value("humanize")
            + " inferences: "
            + label(DROP_REASON)
            + ".");
  }

  private static Alerting spansDropped() {
    return new Alerting(
        "PlumblineSpansDropped",
        WARNING,
        "",
        rose(PrometheusSeries.of(Instrument.SPANS_DROPPED)
                .whereNot(DROP_REASON, DropReason.OVERHEAD.attributeValue()))
            .sumBy(SERVICE_NAME, SERVICE_INSTANCE_ID, DROP_REASON),
        PROCESS
            + " could not deliver the spans of "
            + value("humanize")
            + " inferences: "
            + label(DROP_REASON)
            + ". They are counted.");
  }

  private static Alerting captureSteppedDown() {
    return new Alerting(
            "PlumblineCaptureSteppedDown",
            WARNING,
            "5m",
            PrometheusSeries.of(Instrument.CAPTURE_LEVEL_NUMBER).above("0"),
            PROCESS
                + " captures less than it is configured to, level "
                + value()
                + ": capture cost the application too much.")
        .saying("The spans that are missing for it are no alert of their own.");
  }

  private static Alerting spoolLags() {
    return new Alerting(
        "PlumblineSpoolLags",
        WARNING,
        "5m",
        PrometheusSeries.of(Instrument.SPOOL_LAG).above("300"),
        PROCESS + " has inferences that were not delivered for " + value("humanizeDuration") + ".");
  }

  private static Alerting spoolNearFull() {
    return new Alerting(
        "PlumblineSpoolNearFull",
        CRITICAL,
        "5m",
        PrometheusSeries.of(Instrument.SPOOL_SIZE)
            .aboveTheOne(Objectives.SPOOL_MAX_SIZE.times("0.8")),
        "The spool of "
            + PROCESS
            + " holds "
            + value("humanize1024")
            + "B; soon its oldest spans go.");
  }

  private static Alerting spoolWithoutKey() {
    return new Alerting(
        "PlumblineSpoolWithoutKey",
        WARNING,
        "10m",
        PrometheusSeries.of(Instrument.SPOOL_WITHOUT_KEY).above("0"),
        PROCESS
            + " cannot deliver "
            + value()
            + " streams of dead processes: their key is not given.");
  }

  private static Alerting redactionFailed() {
    return new Alerting(
        "PlumblineRedactionFailed",
        WARNING,
        "",
        rose(PrometheusSeries.of(Instrument.REDACTION_FAILED)).sumBy(SERVICE_NAME, MODEL_NAME),
        value("humanize")
            + " values of "
            + label(MODEL_NAME)
            + " in "
            + label(SERVICE_NAME)
            + " were removed since their redaction rule does not fit them.");
  }

  private Alerting serversMissing() {
    PrometheusSeries processes = reporting.series();
    return new Alerting(
            "PlumblineServersMissing",
            WARNING,
            "10m",
            processes.below(processes.medianOver("2h").times("0.8")),
            "Only "
                + value()
                + " processes of "
                + label(SERVICE_NAME)
                + " report; there were more in the last two hours.")
        .saying("Against the median: whoever restarts is there twice for some minutes.");
  }

  private Alerting serviceSilent() {
    PrometheusSeries processes = reporting.series();
    return new Alerting(
        "PlumblineServiceSilent",
        CRITICAL,
        "5m",
        processes.maxOver("1h").aggregate("max", SERVICE_NAME).unlessOn(processes, SERVICE_NAME),
        "No process of " + label(SERVICE_NAME) + " reports any more.");
  }

  private static Alerting collectorDown() {
    return new Alerting(
        "PlumblineCollectorDown",
        CRITICAL,
        "5m",
        // The two jobs of prometheus.yml.
        UP.whereLike(JOB, "plumbline|otelcol").isZero(),
        "Collector " + label(INSTANCE) + " does not answer Prometheus.");
  }

  private static Alerting collectorQueueFull() {
    return new Alerting(
        "PlumblineCollectorQueueFull",
        WARNING,
        "5m",
        QUEUE_SIZE.by(QUEUE_CAPACITY).above("0.8"),
        "The queue of "
            + label(EXPORTER)
            + " in Collector "
            + label(INSTANCE)
            + " is "
            + value("humanizePercentage")
            + " full.");
  }

  private static Alerting collectorLoses() {
    return new Alerting(
        "PlumblineCollectorLoses",
        CRITICAL,
        "",
        rose(SEND_FAILED).sumBy(INSTANCE, EXPORTER),
        label(EXPORTER)
            + " of Collector "
            + label(INSTANCE)
            + " gave up "
            + value("humanize")
            + " spans.");
  }

  /**
   * What a counter gained in ten minutes. A series that begins tells its first sample: increase()
   * takes that for its zero.
   */
  private static Promql rose(PrometheusSeries counter) {
    return counter
        .increase("10m")
        .above("0")
        .or(counter.above("0").inlineUnless(counter.before("10m")).grouped());
  }
}
