package io.plumbline.telemetry;

/**
 * How inferences become telemetry.
 *
 * @param agentVersion version of the instrumentation scope
 * @param sampling which inferences have a span
 * @param limits series of the metrics
 * @param featuresByValue a single row of up to so many features has each as an attribute
 */
public record TelemetryOptions(
    String agentVersion, SpanSampling sampling, MetricLimits limits, int featuresByValue) {
  /** Features of a single row that stand by value when nothing is configured. */
  static final int DEFAULT_FEATURES_BY_VALUE = 32;

  /** With nothing configured. */
  public static TelemetryOptions defaults(String agentVersion) {
    return new TelemetryOptions(
        agentVersion,
        SpanSampling.parentBasedAlwaysOn(KeepRules.DEFAULT),
        MetricLimits.DEFAULT,
        DEFAULT_FEATURES_BY_VALUE);
  }

  public TelemetryOptions withSampling(SpanSampling other) {
    return new TelemetryOptions(agentVersion, other, limits, featuresByValue);
  }
}
