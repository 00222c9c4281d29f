package io.plumbline.export;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.plumbline.telemetry.ExporterCounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Sends the metrics of all streams, once an interval. They are cumulative: what could not be sent
 * is not sent later, newer ones are.
 */
final class MetricExport {
  private final Delivery<MetricData> delivery;
  private final SpanExport spans;
  private final ExportOptions endpoints;
  private final Duration interval;
  private final Clock clock;
  private final Set<StreamRelay> finalPointsOf = new HashSet<>();
  private long dueAtNanos;

  MetricExport(
      Delivery<MetricData> delivery,
      SpanExport spans,
      ExportOptions endpoints,
      Duration interval,
      Clock clock,
      long nowNanos) {
    this.delivery = delivery;
    this.spans = spans;
    this.endpoints = endpoints;
    this.interval = interval;
    this.clock = clock;
    this.dueAtNanos = nowNanos + interval.toNanos();
  }

  boolean isDue(long nowNanos) {
    return nowNanos - dueAtNanos >= 0;
  }

  /** Takes a snapshot of every stream, to be sent by {@link #attempt}. */
  void offer(List<StreamRelay> streams, long nowNanos) {
    dueAtNanos = nowNanos + interval.toNanos();
    delivery.abandon();
    finalPointsOf.clear();
    List<MetricData> points = new ArrayList<>();
    Instant now = clock.instant();
    long epochNanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    for (StreamRelay stream : streams) {
      boolean isFinal = stream.isDone();
      // First saved, then sent: after a crash the numbers must not go back.
      stream.checkpoint();
      points.addAll(stream.snapshot(epochNanos, exporters(stream)));
      if (isFinal) {
        finalPointsOf.add(stream);
      }
    }
    delivery.offer(points);
  }

  private List<ExporterCounts> exporters(StreamRelay stream) {
    return stream.stream().isLiving()
        ? List.of(
            ExporterView.of(OtlpSignal.TRACES, endpoints.traces(), spans.counters()),
            ExporterView.of(OtlpSignal.METRICS, endpoints.metrics(), delivery.counters()))
        : List.of();
  }

  /**
   * Makes one request, where one is due.
   *
   * @return streams all of whose telemetry has now arrived
   */
  Set<StreamRelay> attempt() {
    if (delivery.attempt() == null) {
      return Set.of();
    }
    Set<StreamRelay> finished = Set.copyOf(finalPointsOf);
    finalPointsOf.clear();
    return finished;
  }

  boolean isIdle() {
    return delivery.isIdle();
  }

  Duration untilDue() {
    return delivery.untilDue();
  }
}
