package io.plumbline.it.harness;

import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.List;
import java.util.Map;

/** One export of a metric, with the resource and the scope it arrived under. */
public record ReceivedMetric(Resource resource, InstrumentationScope scope, Metric metric) {

  public String name() {
    return metric.getName();
  }

  /** Of a sum or a gauge; empty for a histogram. */
  public List<NumberDataPoint> numbers() {
    return metric.hasSum()
        ? metric.getSum().getDataPointsList()
        : metric.getGauge().getDataPointsList();
  }

  /** Empty when it is no histogram with fixed buckets. */
  public List<HistogramDataPoint> histograms() {
    return metric.getHistogram().getDataPointsList();
  }

  /** Over all its points: the sum of a sum or gauge of integers, the count of a histogram. */
  public long total() {
    return numbers().stream().mapToLong(NumberDataPoint::getAsInt).sum()
        + histograms().stream().mapToLong(HistogramDataPoint::getCount).sum();
  }

  /** As {@link #total()}, over the points that have this attribute. */
  public long total(String attribute, Object value) {
    return numbers().stream()
            .filter(point -> value.equals(attributes(point).get(attribute)))
            .mapToLong(NumberDataPoint::getAsInt)
            .sum()
        + histograms().stream()
            .filter(point -> value.equals(attributes(point).get(attribute)))
            .mapToLong(HistogramDataPoint::getCount)
            .sum();
  }

  public static Map<String, Object> attributes(NumberDataPoint point) {
    return AttributeValues.toMap(point.getAttributesList());
  }

  public static Map<String, Object> attributes(HistogramDataPoint point) {
    return AttributeValues.toMap(point.getAttributesList());
  }

  public Map<String, Object> resourceAttributes() {
    return AttributeValues.toMap(resource.getAttributesList());
  }
}
