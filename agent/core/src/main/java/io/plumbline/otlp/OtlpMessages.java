package io.plumbline.otlp;

import static io.plumbline.otlp.FieldType.BOOL;
import static io.plumbline.otlp.FieldType.BYTES;
import static io.plumbline.otlp.FieldType.DOUBLE;
import static io.plumbline.otlp.FieldType.FIXED32;
import static io.plumbline.otlp.FieldType.FIXED64;
import static io.plumbline.otlp.FieldType.ID;
import static io.plumbline.otlp.FieldType.INT32;
import static io.plumbline.otlp.FieldType.INT64;
import static io.plumbline.otlp.FieldType.SINT32;
import static io.plumbline.otlp.FieldType.STRING;

/**
 * The messages of opentelemetry-proto 1.9 (stable: fields are added, never changed) and of
 * google.rpc that OTLP uses, with their OTLP/JSON names.
 */
public final class OtlpMessages {
  private static final MessageType ANY_VALUE = new MessageType();
  private static final MessageType KEY_VALUE =
      new MessageType().field(1, "key", STRING).field(2, "value", ANY_VALUE);

  static {
    ANY_VALUE
        .field(1, "stringValue", STRING)
        .field(2, "boolValue", BOOL)
        .field(3, "intValue", INT64)
        .field(4, "doubleValue", DOUBLE)
        .field(5, "arrayValue", new MessageType().repeated(1, "values", ANY_VALUE))
        .field(6, "kvlistValue", new MessageType().repeated(1, "values", KEY_VALUE))
        .field(7, "bytesValue", BYTES);
  }

  private static final MessageType RESOURCE =
      new MessageType()
          .repeated(1, "attributes", KEY_VALUE)
          .field(2, "droppedAttributesCount", INT32);

  private static final MessageType SCOPE =
      new MessageType()
          .field(1, "name", STRING)
          .field(2, "version", STRING)
          .repeated(3, "attributes", KEY_VALUE)
          .field(4, "droppedAttributesCount", INT32);

  private static final MessageType SPAN =
      new MessageType()
          .field(1, "traceId", ID)
          .field(2, "spanId", ID)
          .field(3, "traceState", STRING)
          .field(4, "parentSpanId", ID)
          .field(5, "name", STRING)
          .field(6, "kind", INT32)
          .field(7, "startTimeUnixNano", FIXED64)
          .field(8, "endTimeUnixNano", FIXED64)
          .repeated(9, "attributes", KEY_VALUE)
          .field(10, "droppedAttributesCount", INT32)
          .repeated(
              11,
              "events",
              new MessageType()
                  .field(1, "timeUnixNano", FIXED64)
                  .field(2, "name", STRING)
                  .repeated(3, "attributes", KEY_VALUE)
                  .field(4, "droppedAttributesCount", INT32))
          .field(12, "droppedEventsCount", INT32)
          .repeated(
              13,
              "links",
              new MessageType()
                  .field(1, "traceId", ID)
                  .field(2, "spanId", ID)
                  .field(3, "traceState", STRING)
                  .repeated(4, "attributes", KEY_VALUE)
                  .field(5, "droppedAttributesCount", INT32)
                  .field(6, "flags", FIXED32))
          .field(14, "droppedLinksCount", INT32)
          .field(
              15, "status", new MessageType().field(2, "message", STRING).field(3, "code", INT32))
          .field(16, "flags", FIXED32);

  private static final MessageType EXEMPLAR =
      new MessageType()
          .field(2, "timeUnixNano", FIXED64)
          .field(3, "asDouble", DOUBLE)
          .field(4, "spanId", ID)
          .field(5, "traceId", ID)
          .field(6, "asInt", FIXED64)
          .repeated(7, "filteredAttributes", KEY_VALUE);

  private static final MessageType NUMBER_POINT =
      new MessageType()
          .field(2, "startTimeUnixNano", FIXED64)
          .field(3, "timeUnixNano", FIXED64)
          .field(4, "asDouble", DOUBLE)
          .repeated(5, "exemplars", EXEMPLAR)
          .field(6, "asInt", FIXED64)
          .repeated(7, "attributes", KEY_VALUE)
          .field(8, "flags", INT32);

  private static final MessageType HISTOGRAM_POINT =
      new MessageType()
          .field(2, "startTimeUnixNano", FIXED64)
          .field(3, "timeUnixNano", FIXED64)
          .field(4, "count", FIXED64)
          .field(5, "sum", DOUBLE)
          .repeated(6, "bucketCounts", FIXED64)
          .repeated(7, "explicitBounds", DOUBLE)
          .repeated(8, "exemplars", EXEMPLAR)
          .repeated(9, "attributes", KEY_VALUE)
          .field(10, "flags", INT32)
          .field(11, "min", DOUBLE)
          .field(12, "max", DOUBLE);

  private static final MessageType EXPONENTIAL_BUCKETS =
      new MessageType().field(1, "offset", SINT32).repeated(2, "bucketCounts", INT64);

  private static final MessageType EXPONENTIAL_POINT =
      new MessageType()
          .repeated(1, "attributes", KEY_VALUE)
          .field(2, "startTimeUnixNano", FIXED64)
          .field(3, "timeUnixNano", FIXED64)
          .field(4, "count", FIXED64)
          .field(5, "sum", DOUBLE)
          .field(6, "scale", SINT32)
          .field(7, "zeroCount", FIXED64)
          .field(8, "positive", EXPONENTIAL_BUCKETS)
          .field(9, "negative", EXPONENTIAL_BUCKETS)
          .field(10, "flags", INT32)
          .repeated(11, "exemplars", EXEMPLAR)
          .field(12, "min", DOUBLE)
          .field(13, "max", DOUBLE)
          .field(14, "zeroThreshold", DOUBLE);

  private static final MessageType SUMMARY_POINT =
      new MessageType()
          .field(2, "startTimeUnixNano", FIXED64)
          .field(3, "timeUnixNano", FIXED64)
          .field(4, "count", FIXED64)
          .field(5, "sum", DOUBLE)
          .repeated(
              6,
              "quantileValues",
              new MessageType().field(1, "quantile", DOUBLE).field(2, "value", DOUBLE))
          .repeated(7, "attributes", KEY_VALUE)
          .field(8, "flags", INT32);

  private static final MessageType METRIC =
      new MessageType()
          .field(1, "name", STRING)
          .field(2, "description", STRING)
          .field(3, "unit", STRING)
          .field(5, "gauge", points(NUMBER_POINT))
          .field(
              7,
              "sum",
              points(NUMBER_POINT)
                  .field(2, "aggregationTemporality", INT32)
                  .field(3, "isMonotonic", BOOL))
          .field(9, "histogram", points(HISTOGRAM_POINT).field(2, "aggregationTemporality", INT32))
          .field(
              10,
              "exponentialHistogram",
              points(EXPONENTIAL_POINT).field(2, "aggregationTemporality", INT32))
          .field(11, "summary", points(SUMMARY_POINT))
          .repeated(12, "metadata", KEY_VALUE);

  /** ExportTraceServiceRequest; the Collector's TracesData has the same fields. */
  public static final MessageType TRACE_REQUEST =
      request("resourceSpans", "scopeSpans", "spans", SPAN);

  /** ExportMetricsServiceRequest. */
  public static final MessageType METRICS_REQUEST =
      request("resourceMetrics", "scopeMetrics", "metrics", METRIC);

  /**
   * ExportTraceServiceResponse and ExportMetricsServiceResponse: spans and data points share the
   * field number.
   */
  public static final MessageType RESPONSE =
      new MessageType()
          .field(
              1,
              "partialSuccess",
              new MessageType().field(1, "rejected", INT64).field(2, "errorMessage", STRING));

  /** google.rpc.Status: the body of a failed OTLP/HTTP request, and gRPC's status details. */
  public static final MessageType STATUS =
      new MessageType()
          .field(1, "code", INT32)
          .field(2, "message", STRING)
          .repeated(
              3, "details", new MessageType().field(1, "typeUrl", STRING).field(2, "value", BYTES));

  /** google.rpc.RetryInfo, one of the details. */
  public static final MessageType RETRY_INFO =
      new MessageType()
          .field(
              1,
              "retryDelay",
              new MessageType().field(1, "seconds", INT64).field(2, "nanos", INT32));

  private OtlpMessages() {}

  private static MessageType points(MessageType point) {
    return new MessageType().repeated(1, "dataPoints", point);
  }

  private static MessageType request(
      String resources, String scopes, String items, MessageType item) {
    MessageType scope =
        new MessageType()
            .field(1, "scope", SCOPE)
            .repeated(2, items, item)
            .field(3, "schemaUrl", STRING);
    MessageType resource =
        new MessageType()
            .field(1, "resource", RESOURCE)
            .repeated(2, scopes, scope)
            .field(3, "schemaUrl", STRING);
    return new MessageType().repeated(1, resources, resource);
  }
}
