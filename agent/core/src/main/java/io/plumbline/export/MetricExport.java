package io.plumbline.export;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import io.plumbline.capture.CaptureOverhead;
import io.plumbline.export.RelayStream.HookCounts;
import io.plumbline.telemetry.ProcessCounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends the metrics of this process once an interval, and those of a dead one when it is counted to
 * its end. They are cumulative: what could not be sent is not sent later, newer ones are.
 */
final class MetricExport {
  private final Delivery<MetricData> delivery;
  private final ReceiverCounters spanReceivers;
  private final ReceiverCounters metricReceivers;
  private final Clock clock;
  private final Set<StreamRelay> telling = new HashSet<>();
  private @Nullable CaptureOverhead overhead;
  private DoubleSupplier relayUtilization = () -> 0;
  private Duration interval;
  private long dueAtNanos;
  private boolean lastWordRefused; // not again by itself, only with the next snapshot

  MetricExport(
      Delivery<MetricData> delivery,
      SpanExport spans,
      ExportOptions endpoints,
      Duration interval,
      Clock clock,
      long nowNanos) {
    this.delivery = delivery;
    this.spanReceivers =
        new ReceiverCounters(OtlpSignal.TRACES, endpoints.traces(), spans.delivery().counters());
    this.metricReceivers =
        new ReceiverCounters(OtlpSignal.METRICS, endpoints.metrics(), delivery.counters());
    this.interval = interval;
    this.clock = clock;
    this.dueAtNanos = nowNanos + interval.toNanos();
  }

  /** What it says of the process from now on. */
  void tells(CaptureOverhead captureOverhead, DoubleSupplier ofRelay) {
    overhead = captureOverhead;
    relayUtilization = ofRelay;
  }

  /** Another interval from now on; what is due soon stays so. */
  void change(Duration newInterval, long nowNanos) {
    interval = newInterval;
    dueAtNanos = Math.min(dueAtNanos, nowNanos + interval.toNanos());
  }

  ReceiverCounters spanReceivers() {
    return spanReceivers;
  }

  ReceiverCounters metricReceivers() {
    return metricReceivers;
  }

  Delivery<MetricData> delivery() {
    return delivery;
  }

  /** Forgets what is on its way of this stream, which will be told by somebody else. */
  void forget(StreamRelay stream) {
    if (telling.contains(stream)) {
      delivery.abandon();
      telling.clear();
    }
  }

  /** Makes the interval shorter, from now on. */
  void hurry(Duration atMost, long nowNanos) {
    if (interval.compareTo(atMost) > 0) {
      interval = atMost;
    }
    dueAtNanos = Math.min(dueAtNanos, nowNanos + interval.toNanos());
  }

  boolean isDue(long nowNanos) {
    return nowNanos - dueAtNanos >= 0;
  }

  /**
   * Takes a snapshot of streams, to be sent by {@link #attempt} instead of the one before.
   *
   * @param living the stream of this process
   * @param made what its hooks had counted
   * @param dead one that is counted to its end, or null
   */
  void offer(StreamRelay living, HookCounts made, @Nullable StreamRelay dead, long nowNanos) {
    dueAtNanos = nowNanos + interval.toNanos();
    delivery.abandon();
    telling.clear();
    lastWordRefused = false;
    long epochNanos = epochNanos();
    List<MetricData> points = new ArrayList<>(living.snapshot(made, epochNanos, process()));
    telling.add(living);
    if (dead != null) {
      points.addAll(lastWordOf(dead, epochNanos));
    }
    delivery.offer(points);
  }

  /** As {@link #offer}, of a dead stream alone, when nothing else is on its way. */
  void offerLastWord(StreamRelay dead) {
    delivery.offer(lastWordOf(dead, epochNanos()));
  }

  boolean takesLastWord() {
    return delivery.isIdle() && !lastWordRefused;
  }

  private List<MetricData> lastWordOf(StreamRelay dead, long epochNanos) {
    telling.add(dead);
    return dead.snapshot(dead.hookCounts(), epochNanos, ProcessCounts.NONE);
  }

  private long epochNanos() {
    Instant now = clock.instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  private ProcessCounts process() {
    return new ProcessCounts(
        Stream.concat(spanReceivers.all(), metricReceivers.all()).toList(),
        overhead,
        relayUtilization.getAsDouble());
  }

  /**
   * Makes one request, where one is due, and lets the streams know when their points have arrived.
   * Points that were refused for good have not: a later snapshot of the stream tells them.
   *
   * @return whether it is settled
   */
  boolean attempt() {
    Settlement<MetricData> settlement = delivery.attempt();
    if (settlement == null) {
      return false;
    }
    for (StreamRelay stream : telling) {
      if (!isAnyRefused(stream, settlement)) {
        stream.heard();
      } else if (!stream.stream().isLiving()) {
        lastWordRefused = true;
      }
    }
    telling.clear();
    return true;
  }

  private static boolean isAnyRefused(StreamRelay stream, Settlement<MetricData> settlement) {
    Resource resource = stream.stream().identity().resource();
    return settlement.refused().stream().anyMatch(data -> data.getResource().equals(resource));
  }

  boolean isIdle() {
    return delivery.isIdle();
  }

  Duration untilDue() {
    return delivery.untilDue();
  }
}
