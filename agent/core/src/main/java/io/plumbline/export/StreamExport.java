package io.plumbline.export;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.spool.CarriedStream;
import io.plumbline.telemetry.EncodedSpan;
import io.plumbline.telemetry.ProcessCounts;
import io.plumbline.telemetry.TelemetryOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Delivers streams by hand, one after the other, on the calling thread: spans with the ids they
 * always had, then the last point of each metric under the stream's own identity and start time.
 * What has arrived is acknowledged, so that the next attempt goes on from there.
 */
public final class StreamExport {
  private final LastAnswer answer = new LastAnswer();
  private final Delivery<EncodedSpan> spans;
  private final Delivery<MetricData> metrics;
  private final RelayOptions options = RelayOptions.DEFAULT;
  private final AgentErrors errors;
  private final Clock clock;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private final Sleeper sleeper;

  /**
   * What has become of a stream.
   *
   * @param spans that the receiver has taken, this time
   * @param refused spans and points that it will never take, this time
   * @param failure why it is not all there yet; null when it is
   */
  public record Result(long spans, long refused, @Nullable String failure) {
    public boolean isComplete() {
      return failure == null;
    }
  }

  /**
   * @param patience without an answer, or with one that says "later", it gives up
   */
  public StreamExport(
      OtlpExporter exporter, Duration patience, AgentLog log, AgentErrors errors, Clock clock) {
    this(
        exporter::exportSpans,
        exporter::exportMetrics,
        patience,
        log,
        errors,
        clock,
        System::nanoTime,
        Sleeper.REAL);
  }

  StreamExport(
      Function<List<EncodedSpan>, ExportResult> exportSpans,
      Function<List<MetricData>, ExportResult> exportMetrics,
      Duration patience,
      AgentLog log,
      AgentErrors errors,
      Clock clock,
      LongSupplier nanoTime,
      Sleeper sleeper) {
    this.spans =
        new Delivery<>(
            OtlpSignal.TRACES,
            batch -> answer.heard(exportSpans.apply(batch)),
            span -> 1,
            new Backoff(new SplittableRandom()),
            patience,
            log,
            nanoTime,
            sleeper);
    this.metrics =
        new Delivery<>(
            OtlpSignal.METRICS,
            batch -> answer.heard(exportMetrics.apply(batch)),
            metric -> metric.getData().getPoints().size(),
            new Backoff(new SplittableRandom()),
            patience,
            log,
            nanoTime,
            sleeper);
    this.patience = patience;
    this.errors = errors;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.sleeper = sleeper;
  }

  /**
   * @param telemetry as the process of the stream had it
   * @param lost what is damaged in it
   * @param progress told the index up to which it is delivered
   * @throws IOException when the stream cannot be read, or its progress not be kept
   */
  public Result export(
      CarriedStream stream, TelemetryOptions telemetry, LostRanges lost, LongConsumer progress)
      throws IOException, InterruptedException {
    StreamRelay relay =
        new StreamRelay(CarriedRelayStream.of(stream, lost), telemetry, options, errors);
    try {
      count(relay);
      return export(stream, relay, progress);
    } finally {
      relay.close();
    }
  }

  private static void count(StreamRelay relay) {
    while (relay.count()) {
      if (relay.isCheckpointDue()) {
        relay.checkpoint();
      }
    }
    relay.checkpoint();
  }

  private Result export(CarriedStream stream, StreamRelay relay, LongConsumer progress)
      throws InterruptedException {
    long taken = 0;
    long refused = 0;
    for (List<EncodedSpan> batch = relay.next(); batch != null; batch = relay.next()) {
      Settlement<EncodedSpan> settlement = deliver(spans, batch);
      if (settlement == null) {
        return new Result(taken, refused, answer.reason());
      }
      relay.settled(settlement);
      long lost = settlement.refused().size() + settlement.rejectedByReceiver();
      taken += batch.size() - lost;
      refused += lost;
      progress.accept(stream.ackedIndex());
    }
    relay.checkpoint();
    Settlement<MetricData> last =
        deliver(metrics, relay.snapshot(relay.hookCounts(), epochNanos(), ProcessCounts.NONE));
    if (last == null) {
      return new Result(taken, refused, answer.reason());
    }
    return new Result(taken, refused + last.refused().size() + last.rejectedByReceiver(), null);
  }

  /**
   * @return null when it gave up
   */
  private <T> @Nullable Settlement<T> deliver(Delivery<T> delivery, List<T> batch)
      throws InterruptedException {
    delivery.offer(batch);
    long since = nanoTime.getAsLong();
    while (true) {
      Settlement<T> settlement = delivery.attempt();
      if (settlement != null) {
        return settlement;
      }
      since = answer.isProgress() ? nanoTime.getAsLong() : since;
      Duration wait = delivery.untilDue();
      boolean tooLong = nanoTime.getAsLong() - since + wait.toNanos() > patience.toNanos();
      if (answer.isParked() || (tooLong && !wait.isZero())) {
        delivery.abandon();
        return null;
      }
      boolean ignored = sleeper.sleep(wait, new CountDownLatch(1));
    }
  }

  private long epochNanos() {
    Instant now = clock.instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
