package io.plumbline.examples.fraud;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * All that arrived so far.
 *
 * @param spans by trace and span id: one that was sent twice is one
 * @param series by metric, resource and attributes: the newest point of each, as they are
 *     cumulative
 */
record Telemetry(Map<String, Span> spans, Map<String, Series> series) {
  Telemetry() {
    this(new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  /** Spans of inferences, in order of arrival. */
  List<Span> inferences() {
    return spans.values().stream()
        .filter(span -> span.attributes().containsKey("ml.model.name"))
        .toList();
  }

  Collection<Series> allSeries() {
    return series.values();
  }

  /** Sum of the counts of those series of a metric that fit. */
  long count(String metric, Predicate<Map<String, Object>> fits) {
    return Math.round(
        series.values().stream()
            .filter(one -> one.metric().equals(metric) && fits.test(one.attributes()))
            .mapToDouble(Series::count)
            .sum());
  }
}
