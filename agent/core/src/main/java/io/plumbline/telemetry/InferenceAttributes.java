package io.plumbline.telemetry;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.doubleArrayKey;
import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longArrayKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static io.plumbline.telemetry.Origin.PLUMBLINE;
import static io.plumbline.telemetry.Origin.SEMCONV_DEVELOPMENT;
import static io.plumbline.telemetry.Origin.SEMCONV_STABLE;
import static io.plumbline.telemetry.Origin.SPECIFICATION;

import io.opentelemetry.api.common.AttributeKey;
import java.util.ArrayList;
import java.util.List;

/**
 * The one table of attribute names: key, type, where it stands, who defines it, what it means. The
 * metrics stand in {@link Instrument}. agent/TELEMETRY.md is generated from both.
 */
final class InferenceAttributes {
  /** Where an attribute stands. */
  enum Place {
    SPAN,
    EXCEPTION_EVENT,
    METRIC,
    SELF_METRIC,
    RESOURCE
  }

  /** One line of the table. */
  record Row(AttributeKey<?> key, String name, Place place, Origin origin, String description) {}

  /** Instrumentation scope of everything that leaves. */
  static final String SCOPE = "io.plumbline";

  /** Before the name of a feature whose value is an attribute of its own. */
  static final String INPUT_PREFIX = "ml.input.";

  static final String EXCEPTION_EVENT = "exception";

  private static final List<Row> ROWS = new ArrayList<>();

  static final AttributeKey<String> OPERATION_NAME =
      ours(stringKey("ml.operation.name"), "`predict`, `embed`, `rank`, `transform` or `detect`");
  static final AttributeKey<String> INFERENCE_ID =
      ours(
          stringKey("ml.inference.id"),
          "Stream id and sequence number: the same whenever the span is sent again");
  static final AttributeKey<String> MODEL_NAME =
      ours(
          stringKey("ml.model.name"),
          "From the configuration, else the library's own metadata, else the file or class name");
  static final AttributeKey<String> MODEL_VERSION =
      ours(stringKey("ml.model.version"), "Likewise; absent where nobody knows");
  static final AttributeKey<String> FRAMEWORK_NAME =
      ours(stringKey("ml.framework.name"), "Library that was called: `onnxruntime`, `xgboost`, …");
  static final AttributeKey<String> FRAMEWORK_VERSION =
      ours(stringKey("ml.framework.version"), "Its version; absent where it does not tell");
  static final AttributeKey<String> ENGINE_NAME =
      ours(
          stringKey("ml.engine.name"),
          "Library that did the work inside the call, where it is another");
  static final AttributeKey<Boolean> TRAINING =
      ours(
          booleanKey("ml.inference.training"),
          "true: a prediction made to train or validate a model. Absent otherwise");
  static final AttributeKey<Long> BATCH_SIZE =
      ours(longKey("ml.batch.size"), "Rows in this call; absent where the library does not tell");
  static final AttributeKey<String> CORRELATION_ID =
      ours(
          stringKey("ml.correlation.id"),
          "The host's own id of the request, where the configuration names one");
  static final AttributeKey<List<String>> INPUT_NAMES =
      ours(
          stringArrayKey("ml.input.names"),
          "Names of the columns of `ml.input.values`, where features do not stand by value");
  static final AttributeKey<List<Double>> INPUT_VALUES =
      ours(
          doubleArrayKey("ml.input.values"),
          "Row-major. Longs when all columns are integers; strings when one is text or a value is"
              + " not a finite number");
  static final AttributeKey<List<Long>> INPUT_SHAPE =
      ours(longArrayKey("ml.input.shape"), "Shape of `ml.input.values`: rows, columns");
  static final AttributeKey<List<String>> FEATURES_MISSING =
      ours(
          stringArrayKey("ml.features.missing"),
          "Features of a single row that had no value (NaN or absent)");
  static final AttributeKey<Boolean> FEATURES_SEEN =
      ours(
          booleanKey("ml.features.seen"),
          "false: the features could not be seen, for example in native memory. Absent otherwise");
  static final AttributeKey<String> PREDICTION_LABEL =
      ours(stringKey("ml.prediction.label"), "Winning class of the first row");
  static final AttributeKey<Double> PREDICTION_SCORE =
      ours(
          doubleKey("ml.prediction.score"),
          "Score of the first row; of a model of two classes, the probability of the second");
  static final AttributeKey<Double> PREDICTION_CONFIDENCE =
      ours(
          doubleKey("ml.prediction.confidence"),
          "Probability of the winning class, of the first row");
  static final AttributeKey<List<String>> PREDICTION_LABELS =
      ours(
          stringArrayKey("ml.prediction.labels"),
          "One a row, of several rows; empty where a row has none");
  static final AttributeKey<List<Double>> PREDICTION_SCORES =
      ours(
          doubleArrayKey("ml.prediction.scores"),
          "One a row, of several rows; row-major where a row has several scores. Strings when a"
              + " value is not a finite number");
  static final AttributeKey<List<Double>> PREDICTION_PROBABILITIES =
      ours(
          doubleArrayKey("ml.prediction.probabilities"),
          "One a class, row-major over the rows. Strings when a value is not a finite number");
  static final AttributeKey<List<String>> PREDICTION_CLASSES =
      ours(stringArrayKey("ml.prediction.classes"), "Names of the classes, in the same order");
  static final AttributeKey<Boolean> CAPTURE_TRUNCATED =
      ours(
          booleanKey("ml.capture.truncated"),
          "true: a limit cut rows, values, strings or the record, or `ml.capture.level` says why."
              + " Absent otherwise");
  static final AttributeKey<String> CAPTURE_LEVEL =
      ours(
          stringKey("ml.capture.level"),
          "`summary`: values were left out, since capture had become too expensive for the"
              + " application (`overhead.max_cpu`, `overhead.max_call`). Absent at the level `full`."
              + " At `counts` there is no span. Also on metrics of the agent");
  static final AttributeKey<Boolean> CAPTURE_INCOMPLETE =
      ours(
          booleanKey("ml.capture.incomplete"),
          "true: capture failed half-way; what it had until then is here. Absent otherwise");
  static final AttributeKey<String> REDACTION_POLICY =
      ours(
          stringKey("ml.redaction.policy"),
          "Fingerprint of the redaction rules that were in force: `capture.values`, and eight hex"
              + " digits of the SHA-256 of all rules and names, the same on every machine as long"
              + " as they are");
  static final AttributeKey<String> ERROR_TYPE =
      row(
          stringKey("error.type"),
          Place.SPAN,
          SEMCONV_STABLE,
          "Class of the exception; also on `ml.inference.duration`");
  static final AttributeKey<String> CODE_FUNCTION_NAME =
      row(stringKey("code.function.name"), Place.SPAN, SEMCONV_STABLE, "The hooked method");
  static final AttributeKey<String> THREAD_NAME =
      row(
          stringKey("thread.name"),
          Place.SPAN,
          SEMCONV_DEVELOPMENT,
          "Thread on which the call ended");

  static final AttributeKey<String> EXCEPTION_TYPE =
      row(
          stringKey("exception.type"),
          Place.EXCEPTION_EVENT,
          SEMCONV_STABLE,
          "Class of the exception");
  static final AttributeKey<String> EXCEPTION_MESSAGE =
      row(
          stringKey("exception.message"),
          Place.EXCEPTION_EVENT,
          SEMCONV_STABLE,
          "Its message, as far as the redaction policy keeps it");

  static final AttributeKey<String> FEATURE_NAME =
      row(
          stringKey("ml.feature.name"),
          Place.METRIC,
          PLUMBLINE,
          "Name of a feature, never its value");
  static final AttributeKey<Boolean> OVERFLOW =
      row(
          booleanKey("otel.metric.overflow"),
          Place.METRIC,
          SPECIFICATION,
          "true: of all further models, labels or features, beyond the limits; further errors are"
              + " `error.type=_OTHER`");

  static final AttributeKey<String> DROP_REASON =
      row(stringKey("reason"), Place.SELF_METRIC, PLUMBLINE, "See below");
  static final AttributeKey<String> COMPONENT_TYPE =
      row(
          stringKey("otel.component.type"),
          Place.SELF_METRIC,
          SEMCONV_DEVELOPMENT,
          "`otlp_grpc_span_exporter`, `otlp_http_metric_exporter`, …");
  static final AttributeKey<String> COMPONENT_NAME =
      row(
          stringKey("otel.component.name"),
          Place.SELF_METRIC,
          SEMCONV_DEVELOPMENT,
          "Its type and a number");
  static final AttributeKey<String> SERVER_ADDRESS =
      row(
          stringKey("server.address"),
          Place.SELF_METRIC,
          SEMCONV_STABLE,
          "Host of the OTLP endpoint");
  static final AttributeKey<Long> SERVER_PORT =
      row(longKey("server.port"), Place.SELF_METRIC, SEMCONV_STABLE, "Port of the OTLP endpoint");

  static final AttributeKey<String> SERVICE_NAME =
      row(
          stringKey("service.name"),
          Place.RESOURCE,
          SEMCONV_STABLE,
          "From the configuration, else `unknown_service:java`");
  static final AttributeKey<String> SERVICE_NAMESPACE =
      row(stringKey("service.namespace"), Place.RESOURCE, SEMCONV_STABLE, "From the configuration");
  static final AttributeKey<String> SERVICE_INSTANCE_ID =
      row(
          stringKey("service.instance.id"),
          Place.RESOURCE,
          SEMCONV_DEVELOPMENT,
          "From the configuration, else the stream's id");
  static final AttributeKey<String> SDK_NAME =
      row(
          stringKey("telemetry.sdk.name"),
          Place.RESOURCE,
          SEMCONV_STABLE,
          "`opentelemetry`, whose data model it is, and whose marshaler writes metrics");
  static final AttributeKey<String> SDK_LANGUAGE =
      row(stringKey("telemetry.sdk.language"), Place.RESOURCE, SEMCONV_STABLE, "`java`");
  static final AttributeKey<String> SDK_VERSION =
      row(stringKey("telemetry.sdk.version"), Place.RESOURCE, SEMCONV_STABLE, "Its version");
  static final AttributeKey<String> DISTRO_NAME =
      row(stringKey("telemetry.distro.name"), Place.RESOURCE, SEMCONV_DEVELOPMENT, "`plumbline`");
  static final AttributeKey<String> DISTRO_VERSION =
      row(
          stringKey("telemetry.distro.version"),
          Place.RESOURCE,
          SEMCONV_DEVELOPMENT,
          "Version of this agent");
  static final AttributeKey<String> HOST_NAME =
      row(stringKey("host.name"), Place.RESOURCE, SEMCONV_DEVELOPMENT, "As the system has it");
  static final AttributeKey<Long> PROCESS_PID =
      row(longKey("process.pid"), Place.RESOURCE, SEMCONV_DEVELOPMENT, "Of the host process");
  static final AttributeKey<String> RUNTIME_NAME =
      row(
          stringKey("process.runtime.name"),
          Place.RESOURCE,
          SEMCONV_DEVELOPMENT,
          "Name of the Java runtime");
  static final AttributeKey<String> RUNTIME_VERSION =
      row(stringKey("process.runtime.version"), Place.RESOURCE, SEMCONV_DEVELOPMENT, "Its version");

  private InferenceAttributes() {}

  /** All lines, in the order of the page. */
  static List<Row> rows() {
    return List.copyOf(ROWS);
  }

  private static <T> AttributeKey<T> ours(AttributeKey<T> key, String description) {
    return row(key, Place.SPAN, PLUMBLINE, description);
  }

  private static <T> AttributeKey<T> row(
      AttributeKey<T> key, Place place, Origin origin, String description) {
    ROWS.add(new Row(key, key.getKey(), place, origin, description));
    return key;
  }
}
