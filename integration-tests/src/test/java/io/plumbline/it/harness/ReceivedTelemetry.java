package io.plumbline.it.harness;

import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What arrived somewhere, in the order of arrival. */
public interface ReceivedTelemetry {
  /** Every export request that was accepted so far. */
  List<Message> messages();

  default List<ReceivedSpan> spans() {
    return messages().stream()
        .filter(ExportTraceServiceRequest.class::isInstance)
        .map(ExportTraceServiceRequest.class::cast)
        .flatMap(ReceivedTelemetry::spansOf)
        .toList();
  }

  /** Each export of each metric: a cumulative one is there many times. */
  default List<ReceivedMetric> metrics() {
    return messages().stream()
        .filter(ExportMetricsServiceRequest.class::isInstance)
        .map(ExportMetricsServiceRequest.class::cast)
        .flatMap(ReceivedTelemetry::metricsOf)
        .toList();
  }

  /** All spans, as soon as there are at least so many. */
  default List<ReceivedSpan> awaitSpans(int atLeast) {
    return awaitSpans(atLeast, span -> true);
  }

  /** All spans that fit, as soon as there are at least so many. */
  default List<ReceivedSpan> awaitSpans(int atLeast, Predicate<ReceivedSpan> fits) {
    return Await.until(
        Await.DEFAULT_LIMIT,
        () -> {
          List<ReceivedSpan> spans = spans().stream().filter(fits).toList();
          return spans.size() >= atLeast ? spans : null;
        },
        () ->
            atLeast
                + " fitting spans; there are "
                + spans().stream().map(ReceivedSpan::name).toList());
  }

  /** The newest export of the metric that fits. */
  default ReceivedMetric awaitMetric(String name, Predicate<ReceivedMetric> fits) {
    return Await.until(
        Await.DEFAULT_LIMIT,
        () ->
            metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .filter(fits)
                .reduce((older, newer) -> newer)
                .orElse(null),
        () -> "a fitting " + name + "; there are\n" + newestOfEach());
  }

  private String newestOfEach() {
    return metrics().stream()
        .collect(Collectors.toMap(ReceivedMetric::name, metric -> metric, (older, newer) -> newer))
        .values()
        .stream()
        .map(metric -> metric.metric().toString())
        .collect(Collectors.joining("\n"));
  }

  private static Stream<ReceivedSpan> spansOf(ExportTraceServiceRequest request) {
    return request.getResourceSpansList().stream()
        .flatMap(
            resource ->
                resource.getScopeSpansList().stream()
                    .flatMap(
                        scope ->
                            scope.getSpansList().stream()
                                .map(
                                    span ->
                                        new ReceivedSpan(
                                            resource.getResource(), scope.getScope(), span))));
  }

  private static Stream<ReceivedMetric> metricsOf(ExportMetricsServiceRequest request) {
    return request.getResourceMetricsList().stream()
        .flatMap(
            resource ->
                resource.getScopeMetricsList().stream()
                    .flatMap(
                        scope ->
                            scope.getMetricsList().stream()
                                .map(
                                    metric ->
                                        new ReceivedMetric(
                                            resource.getResource(), scope.getScope(), metric))));
  }
}
