package io.plumbline.it.harness;

import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the newest metrics of a stream say: made = counted + Σ dropped.
 *
 * @param made {@code plumbline.inferences}
 * @param counted points of {@code ml.inference.duration}
 * @param dropped {@code plumbline.dropped} by reason
 * @param spansDropped {@code plumbline.spans.dropped} by reason
 */
public record StreamCounts(
    long made, long counted, Map<String, Long> dropped, Map<String, Long> spansDropped) {
  static final StreamCounts NONE = new StreamCounts(0, 0, Map.of(), Map.of());

  public StreamCounts {
    dropped = Map.copyOf(dropped);
    spansDropped = Map.copyOf(spansDropped);
  }

  static StreamCounts of(ResourceMetrics resource, List<Metric> metrics) {
    long made = 0;
    long counted = 0;
    Map<String, Long> dropped = Map.of();
    Map<String, Long> spansDropped = Map.of();
    for (Metric metric : metrics) {
      ReceivedMetric received =
          new ReceivedMetric(
              resource.getResource(), resource.getScopeMetrics(0).getScope(), metric);
      switch (metric.getName()) {
        case "plumbline.inferences" -> made = received.total();
        case "ml.inference.duration" -> counted = received.total();
        case "plumbline.dropped" -> dropped = byReason(received);
        case "plumbline.spans.dropped" -> spansDropped = byReason(received);
        default -> {}
      }
    }
    return new StreamCounts(made, counted, dropped, spansDropped);
  }

  private static Map<String, Long> byReason(ReceivedMetric metric) {
    Map<String, Long> byReason = new TreeMap<>();
    metric
        .numbers()
        .forEach(
            point ->
                byReason.merge(
                    String.valueOf(ReceivedMetric.attributes(point).get("reason")),
                    point.getAsInt(),
                    Long::sum));
    return byReason;
  }

  public long droppedInAll() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }

  public long spansDroppedInAll() {
    return spansDropped.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether every inference that was made is counted, or dropped by name. */
  public boolean addsUp() {
    return made == counted + droppedInAll();
  }

  /**
   * @throws AssertionError when a cumulative count went back
   */
  StreamCounts after(StreamCounts older) {
    if (made < older.made || counted < older.counted || droppedInAll() < older.droppedInAll()) {
      throw new AssertionError("A cumulative count went back: " + older + ", then " + this);
    }
    return this;
  }

  StreamCounts plus(StreamCounts other) {
    return new StreamCounts(
        made + other.made,
        counted + other.counted,
        sum(dropped, other.dropped),
        sum(spansDropped, other.spansDropped));
  }

  private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
    Map<String, Long> sum = new TreeMap<>(one);
    other.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
    return sum;
  }
}
