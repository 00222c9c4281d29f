package io.plumbline.telemetry;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All names that Prometheus can have of the agent, for files that people write: dashboards, tests
 * of rules, the runbook.
 */
record PrometheusNames(Set<String> known) {
  /** A series of ours, or a label; not what a rule records, nor a file or a program. */
  private static final Pattern OURS =
      Pattern.compile("(?<![\\w:./<-])(?:ml|plumbline|otel)_[a-z0-9_]+(?![\\w:.*…-])");

  static PrometheusNames ofTheTables() {
    Set<String> known = new HashSet<>();
    Instrument.all().stream().flatMap(PrometheusNames::series).forEach(known::add);
    InferenceAttributes.rows().forEach(row -> known.add(PrometheusSeries.label(row.key())));
    return new PrometheusNames(known);
  }

  private static Stream<String> series(Instrument instrument) {
    String base = PrometheusSeries.base(instrument);
    return switch (instrument.kind()) {
      case COUNTER, UP_DOWN_COUNTER, GAUGE -> Stream.of(PrometheusSeries.of(instrument).name());
      // By its family name in prose, by its parts in queries.
      case HISTOGRAM ->
          Stream.of(
              base,
              PrometheusSeries.bucket(instrument).name(),
              PrometheusSeries.sum(instrument).name(),
              PrometheusSeries.count(instrument).name());
      // A native histogram is one series.
      case EXPONENTIAL_HISTOGRAM -> Stream.of(base);
    };
  }

  /** Names in a text that look like ours, and are in no table. */
  Set<String> unknownIn(String text) {
    Set<String> unknown =
        OURS.matcher(text)
            .results()
            .map(match -> match.group())
            .collect(Collectors.toCollection(TreeSet::new));
    unknown.removeAll(known);
    return unknown;
  }
}
