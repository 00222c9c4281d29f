package io.plumbline.it.harness;

import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every metrics message of every stream, in the order of arrival, held against what cumulative
 * means: one start time for a stream, times that grow, counts that never go back.
 */
public final class CumulativeStreams {
  private static final String INSTANCE = "service.instance.id";

  private final Map<String, List<Long>> times = new LinkedHashMap<>();
  private final Map<String, Long> starts = new HashMap<>();
  private final Map<String, Long> counts = new HashMap<>();

  /**
   * @throws AssertionError when a start time changed, a time or a count went back
   */
  public static CumulativeStreams of(ReceivedTelemetry received) {
    CumulativeStreams streams = new CumulativeStreams();
    received.messages().forEach(streams::read);
    return streams;
  }

  /**
   * One message more.
   *
   * @throws AssertionError as {@link #of}
   */
  public synchronized void read(Message message) {
    if (message instanceof ExportMetricsServiceRequest request) {
      request.getResourceMetricsList().forEach(this::read);
    }
  }

  /** Of a stream's messages, the time of their points, ns since 1970; by instance. */
  public Map<String, List<Long>> times() {
    return Map.copyOf(times);
  }

  private void read(ResourceMetrics resource) {
    String instance =
        String.valueOf(
            AttributeValues.toMap(resource.getResource().getAttributesList()).get(INSTANCE));
    List<Long> before = times.computeIfAbsent(instance, any -> new ArrayList<>());
    long latest = 0;
    for (var scope : resource.getScopeMetricsList()) {
      for (Metric metric : scope.getMetricsList()) {
        latest = Math.max(latest, read(instance, metric));
      }
    }
    if (!before.isEmpty() && latest <= before.get(before.size() - 1)) {
      throw new AssertionError("The time of " + instance + " did not grow");
    }
    before.add(latest);
  }

  private long read(String instance, Metric metric) {
    String name = instance + " " + metric.getName();
    long time = 0;
    for (NumberDataPoint point : metric.getSum().getDataPointsList()) {
      start(instance, point.getStartTimeUnixNano());
      if (metric.getSum().getIsMonotonic()) {
        grow(name + ReceivedMetric.attributes(point), point.getAsInt());
      }
      time = point.getTimeUnixNano();
    }
    for (HistogramDataPoint point : metric.getHistogram().getDataPointsList()) {
      start(instance, point.getStartTimeUnixNano());
      String series = name + ReceivedMetric.attributes(point);
      grow(series, point.getCount());
      for (int bucket = 0; bucket < point.getBucketCountsCount(); bucket++) {
        grow(series + bucket, point.getBucketCounts(bucket));
      }
      time = point.getTimeUnixNano();
    }
    for (ExponentialHistogramDataPoint point :
        metric.getExponentialHistogram().getDataPointsList()) {
      start(instance, point.getStartTimeUnixNano());
      grow(name + AttributeValues.toMap(point.getAttributesList()), point.getCount());
      time = point.getTimeUnixNano();
    }
    return time;
  }

  private void start(String instance, long start) {
    Long before = starts.putIfAbsent(instance, start);
    if (before != null && before != start) {
      throw new AssertionError(
          "The start time of " + instance + " changed from " + before + " to " + start);
    }
  }

  private void grow(String series, long count) {
    Long before = counts.put(series, count);
    if (before != null && count < before) {
      throw new AssertionError(series + " went back from " + before + " to " + count);
    }
  }
}
