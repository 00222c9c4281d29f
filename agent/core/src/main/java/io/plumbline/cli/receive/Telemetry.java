package io.plumbline.cli.receive;

import io.plumbline.otlp.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds one's way through a request: resource, scope, span or metric, data points. */
final class Telemetry {
  private static final List<String> METRIC_KINDS =
      List.of("gauge", "sum", "histogram", "exponentialHistogram", "summary");

  private Telemetry() {}

  static Stream<Message> spans(Message resourceSpans) {
    return resourceSpans.messages("scopeSpans").stream()
        .flatMap(scope -> scope.messages("spans").stream());
  }

  static Stream<Message> metrics(Message resourceMetrics) {
    return resourceMetrics.messages("scopeMetrics").stream()
        .flatMap(scope -> scope.messages("metrics").stream());
  }

  static Stream<Message> points(Message metric) {
    return METRIC_KINDS.stream()
        .flatMap(kind -> metric.message(kind).messages("dataPoints").stream());
  }

  /**
   * @param owner whatever has attributes
   * @return an AnyValue for each key, in the order they were sent in
   */
  static Map<String, Message> attributes(Message owner) {
    Map<String, Message> attributes = new LinkedHashMap<>();
    owner
        .messages("attributes")
        .forEach(pair -> attributes.put(pair.string("key"), pair.message("value")));
    return attributes;
  }

  static boolean isError(Message span) {
    return span.message("status").number("code") == 2;
  }

  static long durationNanos(Message span) {
    return span.number("endTimeUnixNano") - span.number("startTimeUnixNano");
  }
}
