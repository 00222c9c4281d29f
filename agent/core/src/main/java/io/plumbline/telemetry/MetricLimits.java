package io.plumbline.telemetry;

/**
 * How many series the metrics of one stream may have. What is beyond is counted all the same, under
 * {@code otel.metric.overflow}.
 *
 * @param models name, version and framework
 * @param labelsPerModel predicted labels
 * @param errorsPerModel exception types
 * @param featuresPerModel names of features
 * @param features of all models together; one takes up to 3 KB
 */
public record MetricLimits(
    int models, int labelsPerModel, int errorsPerModel, int featuresPerModel, int features) {
  public static final MetricLimits DEFAULT = new MetricLimits(64, 100, 30, 256, 2000);

  public MetricLimits {
    if (Math.min(models, Math.min(labelsPerModel, errorsPerModel)) < 1
        || Math.min(featuresPerModel, features) < 1) {
      throw new IllegalArgumentException("limits of series must be positive");
    }
  }
}
