package io.plumbline.telemetry;

import static io.plumbline.telemetry.InferenceAttributes.CAPTURE_LEVEL;
import static io.plumbline.telemetry.InferenceAttributes.COMPONENT_NAME;
import static io.plumbline.telemetry.InferenceAttributes.COMPONENT_TYPE;
import static io.plumbline.telemetry.InferenceAttributes.DROP_REASON;
import static io.plumbline.telemetry.InferenceAttributes.ERROR_TYPE;
import static io.plumbline.telemetry.InferenceAttributes.FEATURE_NAME;
import static io.plumbline.telemetry.InferenceAttributes.FRAMEWORK_NAME;
import static io.plumbline.telemetry.InferenceAttributes.MODEL_NAME;
import static io.plumbline.telemetry.InferenceAttributes.MODEL_VERSION;
import static io.plumbline.telemetry.InferenceAttributes.PREDICTION_LABEL;
import static io.plumbline.telemetry.InferenceAttributes.SERVER_ADDRESS;
import static io.plumbline.telemetry.InferenceAttributes.SERVER_PORT;
import static io.plumbline.telemetry.InferenceAttributes.TRAINING;
import static io.plumbline.telemetry.Origin.PLUMBLINE;
import static io.plumbline.telemetry.Origin.SEMCONV_DEVELOPMENT;

import io.opentelemetry.api.common.AttributeKey;
import io.plumbline.capture.OverheadHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The one table of metrics: name, kind, unit, bucket boundaries, who defines it, what it means, and
 * by which attributes. agent/TELEMETRY.md is generated from it.
 */
final class Instrument {
  enum Kind {
    COUNTER("counter"),
    UP_DOWN_COUNTER("up-down counter"),
    GAUGE("gauge"),
    HISTOGRAM("histogram"),
    EXPONENTIAL_HISTOGRAM("exponential histogram");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  private static final List<Instrument> ALL = new ArrayList<>();

  static final Instrument DURATION =
      inference("ml.inference.duration", Kind.HISTOGRAM, "s", "Duration of an inference.")
          // From 5 ms on as OTel semantic conventions, http.md, have them; extended down to 1 µs.
          .within(
              0.000001, 0.0000025, 0.000005, 0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005,
              0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5,
              10)
          .by(ERROR_TYPE, TRAINING);
  static final Instrument BATCH_SIZE =
      inference("ml.inference.batch.size", Kind.HISTOGRAM, "{row}", "Rows in one call.")
          .within(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096, 16384)
          .by(TRAINING);
  static final Instrument PREDICTION_COUNT =
      inference(
              "ml.prediction.count",
              Kind.COUNTER,
              "{prediction}",
              "Predictions by label, one a row that was captured.")
          .by(PREDICTION_LABEL);
  static final Instrument PREDICTION_SCORE =
      inference("ml.prediction.score", Kind.HISTOGRAM, "1", "Scores, one a row.")
          .within(shares())
          .by();
  static final Instrument PREDICTION_CONFIDENCE =
      inference(
              "ml.prediction.confidence",
              Kind.HISTOGRAM,
              "1",
              "Probabilities of the winning class, one a row.")
          .within(shares())
          .by();
  static final Instrument FEATURE_VALUE =
      inference(
              "ml.feature.value",
              Kind.EXPONENTIAL_HISTOGRAM,
              "1",
              "Finite values of numeric features.")
          .by(FEATURE_NAME);
  static final Instrument FEATURE_MISSING =
      inference(
              "ml.feature.missing",
              Kind.COUNTER,
              "{value}",
              "Rows in which a feature had no value (NaN or absent).")
          .by(FEATURE_NAME);
  static final Instrument REDACTION_FAILED =
      inference(
              "ml.redaction.failed",
              Kind.COUNTER,
              "{value}",
              "Values that were removed since their redaction rule failed, such as one for numbers"
                  + " that met a text; of one call at most 255 count.")
          .by();

  static final Instrument INFERENCES =
      self(
          "plumbline.inferences", Kind.COUNTER, "{inference}", "Inferences that the process made.");
  static final Instrument DROPPED =
      self(
              "plumbline.dropped",
              Kind.COUNTER,
              "{inference}",
              "Inferences that no other metric counts: made = counted + dropped.")
          .with(DROP_REASON);
  static final Instrument SPANS_DROPPED =
      self(
              "plumbline.spans.dropped",
              Kind.COUNTER,
              "{span}",
              "Inferences whose span, if they had one, was not delivered.")
          .with(DROP_REASON);
  static final Instrument SPANS_LOSS_BEGIN =
      self(
              "plumbline.spans.loss.begin",
              Kind.GAUGE,
              "s",
              "Time of the first inference in the newest gap of spans that were dropped, in seconds"
                  + " since 1970. A gap grows while nothing between is delivered; then the next"
                  + " begins.")
          .with(DROP_REASON);
  static final Instrument SPANS_LOSS_END =
      self("plumbline.spans.loss.end", Kind.GAUGE, "s", "Time of the last inference in that gap.")
          .with(DROP_REASON);
  static final Instrument SPOOL_SIZE =
      self(
          "plumbline.spool.size",
          Kind.UP_DOWN_COUNTER,
          "By",
          "Bytes that the spool takes on disk, or in memory where it is there.");
  static final Instrument SPOOL_WITHOUT_KEY =
      self(
          "plumbline.spool.without_key",
          Kind.UP_DOWN_COUNTER,
          "{stream}",
          "Streams of dead processes that are encrypted under a key which this process is not"
              + " given: kept, and not delivered.");
  static final Instrument SPOOL_LAG =
      self(
          "plumbline.spool.lag",
          Kind.GAUGE,
          "s",
          "Age of the oldest inference that is not delivered.");
  static final Instrument OVERHEAD =
      self(
              "plumbline.overhead",
              Kind.HISTOGRAM,
              "s",
              "What one inference cost the application's thread, before and after its own method."
                  + " Of the inferences that are timed, a sample of all.")
          .within(OverheadHistogram.boundaries())
          .with(CAPTURE_LEVEL);
  static final Instrument CAPTURE_UTILIZATION =
      self(
          "plumbline.capture.utilization",
          Kind.GAUGE,
          "1",
          "What capture takes of the application's threads, of one core. Kept below"
              + " `overhead.max_cpu`.");
  static final Instrument RELAY_UTILIZATION =
      self(
          "plumbline.relay.utilization",
          Kind.GAUGE,
          "1",
          "What the agent's own thread that counts and sends takes, of one core. Kept below"
              + " `overhead.relay_cpu`.");
  static final Instrument CAPTURE_LEVEL_NUMBER =
      self(
          "plumbline.capture.level",
          Kind.GAUGE,
          "{level}",
          "How much of each inference is captured: 0 `full`, 1 `summary` (no values), 2 `counts` (no"
              + " values and no spans).");
  static final Instrument CAPTURE_STEPS =
      self(
              "plumbline.capture.steps",
              Kind.COUNTER,
              "{step}",
              "How often that changed, by the level that came into force.")
          .with(CAPTURE_LEVEL);
  static final Instrument SPANS_IN_FLIGHT =
      exporter(
          "otel.sdk.exporter.span.inflight",
          Kind.UP_DOWN_COUNTER,
          "{span}",
          "Spans that were passed to the exporter and are not exported yet.");
  static final Instrument SPANS_EXPORTED =
      exporter(
              "otel.sdk.exporter.span.exported",
              Kind.COUNTER,
              "{span}",
              "Spans for which the export has finished, successful or failed.")
          .with(ERROR_TYPE);
  static final Instrument POINTS_IN_FLIGHT =
      exporter(
          "otel.sdk.exporter.metric_data_point.inflight",
          Kind.UP_DOWN_COUNTER,
          "{data_point}",
          "Metric points that were passed to the exporter and are not exported yet.");
  static final Instrument POINTS_EXPORTED =
      exporter(
              "otel.sdk.exporter.metric_data_point.exported",
              Kind.COUNTER,
              "{data_point}",
              "Metric points for which the export has finished, successful or failed.")
          .with(ERROR_TYPE);

  private final String name;
  private final Kind kind;
  private final String unit;
  private final Origin origin;
  private final String description;
  private double[] boundaries = {};
  private List<AttributeKey<?>> attributes = List.of();

  private Instrument(String name, Kind kind, String unit, Origin origin, String description) {
    this.name = name;
    this.kind = kind;
    this.unit = unit;
    this.origin = origin;
    this.description = description;
    ALL.add(this);
  }

  private static Instrument inference(String name, Kind kind, String unit, String description) {
    return new Instrument(name, kind, unit, PLUMBLINE, description);
  }

  private static Instrument self(String name, Kind kind, String unit, String description) {
    return new Instrument(name, kind, unit, PLUMBLINE, description);
  }

  private static Instrument exporter(String name, Kind kind, String unit, String description) {
    return new Instrument(name, kind, unit, SEMCONV_DEVELOPMENT, description)
        .with(COMPONENT_TYPE, COMPONENT_NAME, SERVER_ADDRESS, SERVER_PORT);
  }

  /** 0 to 1 by 0.05: divided, since 0.05 added up is not what anyone would query for. */
  private static double[] shares() {
    double[] shares = new double[21];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = i / 20.0;
    }
    return shares;
  }

  private Instrument within(double... upperBounds) {
    boundaries = upperBounds;
    return this;
  }

  /** By model, and what else is given. */
  private Instrument by(AttributeKey<?>... more) {
    return with(MODEL_NAME, MODEL_VERSION, FRAMEWORK_NAME).with(more);
  }

  private Instrument with(AttributeKey<?>... more) {
    attributes = Stream.concat(attributes.stream(), Stream.of(more)).toList();
    return this;
  }

  /** In the order of the page. */
  static List<Instrument> all() {
    return List.copyOf(ALL);
  }

  String name() {
    return name;
  }

  Kind kind() {
    return kind;
  }

  /** UCUM, as OTLP wants it. */
  String unit() {
    return unit;
  }

  Origin origin() {
    return origin;
  }

  String description() {
    return description;
  }

  /** Upper bounds, inclusive; empty for all but explicit histograms. */
  double[] boundaries() {
    return boundaries.clone();
  }

  List<AttributeKey<?>> attributes() {
    return attributes;
  }

  /** True for metrics of inferences, false for those of the agent itself. */
  boolean isOfInferences() {
    return attributes.contains(MODEL_NAME);
  }

  @Override
  public String toString() {
    return name;
  }
}
