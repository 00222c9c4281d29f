package io.plumbline.export;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.telemetry.EncodedSpan;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One signal's way to its receiver: holds one batch, and does with it what the answers ask for
 * until it is settled.
 *
 * <ul>
 *   <li>No answer, or "later": the same again after the receiver's delay, else after a {@link
 *       Backoff}.
 *   <li>Not allowed or not there: parked, said loudly, the same again once in a while.
 *   <li>Refused: never again as it was. Its halves are sent until the bad record is alone.
 *   <li>Too large for one request: its halves are sent.
 * </ul>
 *
 * <p>One thread, the relay's. It can wait inside {@link #deliver}, or {@link #offer} a batch and
 * call {@link #attempt} whenever {@link #untilDue} is zero, with other work in between: a parked
 * signal then does not hold up the other one. {@link #stop} may come from any thread.
 */
public final class Delivery<T> {
  private Function<? super List<T>, ExportResult> export;
  private final ToLongFunction<? super T> weight;
  private final Backoff backoff;
  private Duration probeInterval;
  private final DeliveryLog log;
  private final LongSupplier nanoTime;
  private final Sleeper sleeper;
  private ExportCounters counters = new ExportCounters();
  private final ExportResult.Handling nextStep = new NextStep();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile long deadline;

  private @Nullable UnsettledBatch<T> batch;
  private long dueAt;

  /**
   * @param export one attempt, for example {@code exporter::exportSpans}
   * @param weight what the counters count in a record: 1 for a span, its points for a metric
   * @param probeInterval how often a receiver is asked that wants nothing from us
   */
  public Delivery(
      OtlpSignal signal,
      Function<? super List<T>, ExportResult> export,
      ToLongFunction<? super T> weight,
      Backoff backoff,
      Duration probeInterval,
      AgentLog log) {
    this(signal, export, weight, backoff, probeInterval, log, System::nanoTime, Sleeper.REAL);
  }

  Delivery(
      OtlpSignal signal,
      Function<? super List<T>, ExportResult> export,
      ToLongFunction<? super T> weight,
      Backoff backoff,
      Duration probeInterval,
      AgentLog log,
      LongSupplier nanoTime,
      Sleeper sleeper) {
    this.export = export;
    this.weight = weight;
    this.backoff = backoff;
    this.probeInterval = probeInterval;
    this.log = new DeliveryLog(signal, probeInterval, log, Clock.systemUTC());
    this.nanoTime = nanoTime;
    this.sleeper = sleeper;
    this.dueAt = nanoTime.getAsLong();
  }

  /** The way of spans through {@code exporter}. */
  public static Delivery<EncodedSpan> ofSpans(
      OtlpExporter exporter, Backoff backoff, Duration probeInterval, AgentLog log) {
    return new Delivery<>(
        OtlpSignal.TRACES, exporter::exportSpans, span -> 1, backoff, probeInterval, log);
  }

  /** The way of metrics through {@code exporter}; the counters count points. */
  public static Delivery<MetricData> ofMetrics(
      OtlpExporter exporter, Backoff backoff, Duration probeInterval, AgentLog log) {
    return new Delivery<>(
        OtlpSignal.METRICS,
        exporter::exportMetrics,
        metric -> metric.getData().getPoints().size(),
        backoff,
        probeInterval,
        log);
  }

  /** From any thread. */
  public SignalStatus status() {
    return log.status();
  }

  /** Of the receiver that it goes to now. */
  public ExportCounters counters() {
    return counters;
  }

  /**
   * Another receiver, or the same with other words. A batch that is not settled goes there, at
   * once. On the thread that attempts.
   *
   * @param receiver counts what goes there
   */
  void redirect(Function<? super List<T>, ExportResult> otherExport, ExportCounters receiver) {
    if (batch != null) {
      for (List<T> part : batch.parts()) {
        counters.abandoned(weightOf(part));
        receiver.started(weightOf(part));
      }
    }
    export = otherExport;
    counters = receiver;
    backoff.reset();
    dueAt = nanoTime.getAsLong();
  }

  /** How often a receiver is asked, from now on, that wants nothing from us. */
  void change(Duration interval) {
    probeInterval = interval;
    log.change(interval);
  }

  /**
   * Sends until all of the batch is settled, waiting as long as that takes.
   *
   * @return null when {@link #stop} came first; the batch may then have arrived in part
   */
  public @Nullable Settlement<T> deliver(List<T> records) throws InterruptedException {
    offer(records);
    try {
      Settlement<T> settlement = attempt();
      while (settlement == null && awaitDue()) {
        settlement = attempt();
      }
      return settlement;
    } finally {
      abandon();
    }
  }

  /** Whether a batch can be offered. */
  public boolean isIdle() {
    return batch == null;
  }

  /**
   * Takes a batch, whose turn comes with {@link #attempt}.
   *
   * @throws IllegalStateException while another one is unsettled
   */
  public void offer(List<T> records) {
    if (batch != null) {
      throw new IllegalStateException("One batch at a time");
    }
    batch = new UnsettledBatch<>(List.copyOf(records));
    counters.started(weightOf(records));
  }

  /** Forgets an unsettled batch, for example metrics for which there are newer ones. */
  public void abandon() {
    if (batch != null) {
      batch.parts().forEach(part -> counters.abandoned(weightOf(part)));
      batch = null;
    }
  }

  /** Zero when {@link #attempt} may send. */
  public Duration untilDue() {
    return Duration.ofNanos(Math.max(0, dueAt - nanoTime.getAsLong()));
  }

  /**
   * Makes one request, when there is something to send and it is due.
   *
   * @return what became of the batch once all of it is settled, and {@link #isIdle} is true again
   */
  public @Nullable Settlement<T> attempt() {
    if (batch == null) {
      return null;
    }
    if (!batch.isSettled() && untilDue().isZero()) {
      export.apply(batch.part()).applyTo(nextStep);
    }
    if (!batch.isSettled()) {
      return null;
    }
    Settlement<T> settlement = batch.settlement();
    batch = null;
    return settlement;
  }

  /** From now on {@link #deliver} does not wait, and sends nothing more after {@code within}. */
  public void stop(Duration within) {
    deadline = nanoTime.getAsLong() + within.toNanos();
    stopping.countDown();
  }

  private boolean awaitDue() throws InterruptedException {
    Duration wait = untilDue();
    boolean stopped = stopping.getCount() == 0;
    if (!stopped && !wait.isZero()) {
      stopped = sleeper.sleep(wait, stopping);
    }
    return !stopped || (untilDue().isZero() && deadline - nanoTime.getAsLong() > 0);
  }

  private void waitFor(Duration time) {
    dueAt = nanoTime.getAsLong() + time.toNanos();
  }

  private long weightOf(List<T> records) {
    return records.stream().mapToLong(weight).sum();
  }

  /** Applies one answer to the part that was just sent. */
  private final class NextStep implements ExportResult.Handling {
    @Override
    public void delivered(long rejected, String message) {
      UnsettledBatch<T> sent = sent();
      long records = weightOf(sent.part());
      long lost = Math.min(rejected, records);
      counters.exported(records - lost);
      counters.failed(lost, "rejected");
      sent.partAccepted(lost);
      backoff.reset();
      log.delivered(lost, message);
    }

    @Override
    public void retryable(@Nullable Duration after, String reason) {
      Duration wait = after == null || after.isZero() ? backoff.next() : after;
      waitFor(wait);
      log.retrying(reason);
    }

    @Override
    public void parked(String reason) {
      waitFor(probeInterval);
      log.parked(reason);
    }

    @Override
    public void oversized(String reason) {
      UnsettledBatch<T> unsent = sent();
      if (unsent.part().size() > 1) {
        unsent.splitPart();
      } else {
        log.oversized(reason);
        refusePart(unsent);
      }
    }

    @Override
    public void refused(String reason, boolean divisible) {
      UnsettledBatch<T> sent = sent();
      backoff.reset();
      if (divisible && sent.part().size() > 1) {
        sent.splitPart();
      } else {
        log.refused(weightOf(sent.part()), reason);
        refusePart(sent);
      }
    }

    private void refusePart(UnsettledBatch<T> unsettled) {
      counters.failed(weightOf(unsettled.part()), "refused");
      unsettled.partRefused();
    }

    private UnsettledBatch<T> sent() {
      return Objects.requireNonNull(batch);
    }
  }
}
