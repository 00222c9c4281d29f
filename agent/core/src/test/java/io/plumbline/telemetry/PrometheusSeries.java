package io.plumbline.telemetry;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Series as Prometheus has them. Those of an {@link Instrument} get their name and labels from its
 * table, as the Collector's exporters make them of OTLP: dots are underscores, the unit is a
 * suffix, a counter is a {@code _total}, resource attributes are labels.
 *
 * @param matchers as they stand in braces
 * @param labels names of all that it may have
 */
record PrometheusSeries(Origin origin, String name, List<String> matchers, Set<String> labels)
    implements Promql {
  /** Who writes it. */
  enum Origin {
    /** The agent. */
    INSTRUMENT,
    /** A rule of these files. */
    RULE,
    /** objectives.yml, by hand. */
    PROMISE,
    /** Prometheus or the Collector: no table of ours has the name. */
    FOREIGN
  }

  /** Of buckets: Prometheus's own. */
  static final AttributeKey<String> LE = stringKey("le");

  PrometheusSeries {
    matchers = List.copyOf(matchers);
    labels = Set.copyOf(labels);
  }

  /** A counter or a gauge. */
  static PrometheusSeries of(Instrument instrument) {
    return switch (instrument.kind()) {
      case COUNTER -> of(instrument, "_total");
      case UP_DOWN_COUNTER, GAUGE -> of(instrument, "");
      case HISTOGRAM, EXPONENTIAL_HISTOGRAM ->
          throw new IllegalArgumentException(
              instrument + " is a histogram: read its buckets, its sum or its count");
    };
  }

  static PrometheusSeries bucket(Instrument histogram) {
    PrometheusSeries buckets = ofExplicit(histogram, "_bucket");
    Set<String> labels = new TreeSet<>(buckets.labels());
    labels.add(label(LE));
    return new PrometheusSeries(Origin.INSTRUMENT, buckets.name(), List.of(), labels);
  }

  static PrometheusSeries sum(Instrument histogram) {
    return ofExplicit(histogram, "_sum");
  }

  static PrometheusSeries count(Instrument histogram) {
    return ofExplicit(histogram, "_count");
  }

  /** What a rule records. */
  static PrometheusSeries recorded(String name, Set<String> labels) {
    return new PrometheusSeries(Origin.RULE, name, List.of(), labels);
  }

  /** What objectives.yml records. */
  static PrometheusSeries promised(String name, AttributeKey<?>... labels) {
    return new PrometheusSeries(Origin.PROMISE, name, List.of(), labels(Stream.of(labels)));
  }

  static PrometheusSeries foreign(String name, AttributeKey<?>... labels) {
    return new PrometheusSeries(Origin.FOREIGN, name, List.of(), labels(Stream.of(labels)));
  }

  /** The attribute as Prometheus has it. */
  static String label(AttributeKey<?> attribute) {
    return underscored(attribute.getKey());
  }

  /** Name with the unit, without what its kind adds. */
  static String base(Instrument instrument) {
    String unit =
        switch (instrument.unit()) {
          case "s" -> "_seconds";
          case "By" -> "_bytes";
          case "1" -> instrument.kind() == Instrument.Kind.GAUGE ? "_ratio" : "";
          default -> requireAnnotation(instrument);
        };
    return underscored(instrument.name()) + unit;
  }

  /** Those without the label where the value is empty. */
  PrometheusSeries where(AttributeKey<?> label, String value) {
    return matching(label, "=", value);
  }

  PrometheusSeries whereNot(AttributeKey<?> label, String value) {
    return matching(label, "!=", value);
  }

  /**
   * @param pattern RE2, of the whole value
   */
  PrometheusSeries whereLike(AttributeKey<?> label, String pattern) {
    return matching(label, "=~", pattern);
  }

  /** A second, over a window such as {@code 5m}. */
  Promql rate(String window) {
    return function("rate(%s[%s])", window);
  }

  Promql increase(String window) {
    return function("increase(%s[%s])", window);
  }

  /** As it was that long ago. */
  Promql before(String offset) {
    return function("%s offset %s", offset);
  }

  Promql medianOver(String window) {
    return function("quantile_over_time(0.5, %s[%s])", window);
  }

  Promql maxOver(String window) {
    return function("max_over_time(%s[%s])", window);
  }

  /**
   * @param function {@code avg}, {@code sum} or {@code count} of what was recorded
   */
  Promql over(String function, String window, String offset) {
    return function(function + "_over_time(%s[%s] offset " + offset + ")", window);
  }

  @Override
  public String text() {
    return matchers.isEmpty() ? name : name + "{" + String.join(", ", matchers) + "}";
  }

  @Override
  public Set<PrometheusSeries> reads() {
    return Set.of(this);
  }

  private Promql function(String format, String window) {
    return new Expression(String.format(Locale.ROOT, format, text(), window), labels, reads());
  }

  private PrometheusSeries matching(AttributeKey<?> label, String operator, String value) {
    requireLabels("matcher", label);
    String matcher = label(label) + operator + '"' + value + '"';
    return new PrometheusSeries(
        origin, name, Stream.concat(matchers.stream(), Stream.of(matcher)).toList(), labels);
  }

  private static PrometheusSeries ofExplicit(Instrument histogram, String suffix) {
    if (histogram.kind() != Instrument.Kind.HISTOGRAM) {
      throw new IllegalArgumentException(
          String.format("%s has no %s: it is a %s", histogram, suffix, histogram.kind().text()));
    }
    return of(histogram, suffix);
  }

  private static PrometheusSeries of(Instrument instrument, String suffix) {
    Stream<AttributeKey<?>> resource =
        InferenceAttributes.rows().stream()
            .filter(row -> row.place() == InferenceAttributes.Place.RESOURCE)
            .map(InferenceAttributes.Row::key);
    return new PrometheusSeries(
        Origin.INSTRUMENT,
        base(instrument) + suffix,
        List.of(),
        labels(Stream.concat(instrument.attributes().stream(), resource)));
  }

  private static Set<String> labels(Stream<? extends AttributeKey<?>> attributes) {
    return attributes.map(PrometheusSeries::label).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String requireAnnotation(Instrument instrument) {
    if (!instrument.unit().matches("\\{\\w+}")) {
      throw new IllegalArgumentException(
          instrument
              + ": what Prometheus makes of the unit "
              + instrument.unit()
              + " is not known");
    }
    return "";
  }

  private static String underscored(String name) {
    return name.replace('.', '_');
  }
}
