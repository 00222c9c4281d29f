package io.plumbline.export;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.plumbline.capture.CaptureOverhead;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.Pause;
import io.plumbline.export.RelayStream.HookCounts;
import io.plumbline.telemetry.EncodedSpan;
import io.plumbline.telemetry.TelemetryOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one loop that turns what is stored into what is sent. Each round it counts what is new, makes
 * one request for spans, one for metrics, and acknowledges what has arrived.
 *
 * <p>Counting never waits for delivery: while the receiver is away, metrics go on adding up and
 * spans stay in the spool. It delivers the stream of this process, and beside it, one after the
 * other, those that dead processes left.
 */
public final class Relay implements Runnable {
  /**
   * Long enough for a round to have some records to deal with, which is cheaper than each alone.
   */
  private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Once there was nothing to do for so many rounds, ten seconds. */
  private static final int IDLE_ROUNDS = 100;

  private static final long IDLE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /**
   * Time for counting in one round, so that a flood does not keep what is counted from leaving; as
   * much as the requests of the round before took, where that is more, so that a receiver that is
   * slow does not keep from counting what the spool wants to let go.
   */
  private static final long COUNTING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long STATUS_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final StreamRelay own;
  private final AdoptedStreams adopted;
  private final SpanExport spans;
  private final MetricExport metrics;
  private final RelayOptions options;
  private ExportOptions endpoints;
  private final AgentErrors errors;
  private final LongSupplier nanoTime;

  private final Pause pause = new Pause();
  private final CountDownLatch flushed = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean hurried;
  private volatile boolean stopping;
  private volatile long flushFromNanos;
  private volatile long flushNanos;
  private volatile boolean drained;
  private final AtomicReference<@Nullable RelayChange> change = new AtomicReference<>();
  private volatile @Nullable RelayStatus status;
  private long statusDueAtNanos;

  private @Nullable HookCounts cut;
  private final BooleanSupplier everyRound = this::round;

  private final RelayBudget budget;
  private @Nullable ThreadCpuTime cpuTime;
  private long workedNanos;

  private @Nullable ErasureDesk erasures;
  private long erasuresDueAtNanos;
  private long pauseNanos = MIN_PAUSE_NANOS;
  private int idleRounds;
  private boolean hasMore;
  private long sendingNanos;

  /**
   * @param own the stream of this process
   * @param adoption gives the next stream of a dead process, null when there is none; may take a
   *     second
   * @param endpoints for the exporters' own metrics
   * @throws IOException when the stream has a state that this agent cannot go on from
   */
  public Relay(
      RelayStream own,
      Supplier<@Nullable RelayStream> adoption,
      Delivery<EncodedSpan> spans,
      Delivery<MetricData> metrics,
      ExportOptions endpoints,
      TelemetryOptions telemetry,
      RelayOptions options,
      AgentErrors errors,
      Clock clock)
      throws IOException {
    this(
        new StreamRelay(own, telemetry, options, errors),
        adoption,
        new SpanExport(spans, options, System::nanoTime),
        metrics,
        endpoints,
        telemetry,
        options,
        errors,
        clock,
        System::nanoTime);
  }

  Relay(
      StreamRelay own,
      Supplier<@Nullable RelayStream> adoption,
      SpanExport spans,
      Delivery<MetricData> metrics,
      ExportOptions endpoints,
      TelemetryOptions telemetry,
      RelayOptions options,
      AgentErrors errors,
      Clock clock,
      LongSupplier nanoTime) {
    this.own = own;
    this.adopted =
        new AdoptedStreams(adoption, spans::forget, telemetry, options, errors, nanoTime);
    this.spans = spans;
    this.endpoints = endpoints;
    this.options = options;
    this.errors = errors;
    this.nanoTime = nanoTime;
    this.budget = new RelayBudget(1, nanoTime);
    this.erasuresDueAtNanos = nanoTime.getAsLong();
    this.metrics =
        new MetricExport(
            metrics, spans, endpoints, options.metricInterval(), clock, nanoTime.getAsLong());
  }

  @Override
  public void run() {
    try {
      cpuTime = ThreadCpuTime.ofThisThread();
      budget.start(cpuNanos());
      while (!stopping) {
        if (hurried && flushed.getCount() > 0) {
          flush();
        } else {
          boolean worked = guarded(everyRound);
          if (worked) {
            pauseNanos = MIN_PAUSE_NANOS;
            idleRounds = 0;
          }
          if (!worked || !hasMore) {
            pause();
          }
        }
        keepToBudget();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      guarded(this::close);
      closeCpuTime();
      flushed.countDown();
      ended.countDown();
    }
  }

  /**
   * One of the three places that catch everything: this loop must outlive any error.
   *
   * @return whether there was something to do; false when it failed
   */
  private boolean guarded(BooleanSupplier step) {
    try {
      return step.getAsBoolean();
    } catch (Throwable e) {
      errors.report("relay", e);
      return false;
    }
  }

  private void pause() throws InterruptedException {
    // It polls, since waking it would cost a host thread a system call; only its end wakes it.
    if (!pause.take(pauseNanos)) {
      idleRounds = Math.min(idleRounds + 1, IDLE_ROUNDS);
      pauseNanos =
          Math.min(2 * pauseNanos, idleRounds < IDLE_ROUNDS ? MAX_PAUSE_NANOS : IDLE_PAUSE_NANOS);
    }
  }

  /** Not at the end of the process, whose time is bounded already. */
  private void keepToBudget() throws InterruptedException {
    long nanos = budget.pauseNanos(cpuNanos());
    if (nanos > 0 && !hurried) {
      boolean ignored = pause.take(nanos);
    }
  }

  /** Where the system does not tell: the time of its rounds, without that of the requests. */
  private long cpuNanos() {
    ThreadCpuTime known = cpuTime;
    try {
      return known == null ? workedNanos : known.nanos();
    } catch (IOException e) {
      errors.report("relay, reading its CPU time", e);
      closeCpuTime();
      budget.start(workedNanos);
      return workedNanos;
    }
  }

  private void closeCpuTime() {
    ThreadCpuTime known = cpuTime;
    if (known != null) {
      known.close();
      cpuTime = null;
    }
  }

  /**
   * Bounds what this loop takes of a core from now on. From any thread.
   *
   * @param share of one core; 1 and above is no bound
   */
  public void bound(double share) {
    budget.change(share);
  }

  /** As {@link #bound} said last. */
  public double boundedTo() {
    return budget.share();
  }

  /** Of one core, over the last seconds. */
  public double utilization() {
    return budget.utilization();
  }

  /** Before it runs: who does what is asked to be erased. */
  public void servedBy(ErasureDesk desk) {
    erasures = desk;
  }

  /** Before it runs: what capture costs, to be told in its metrics. */
  public void tells(CaptureOverhead overhead) {
    metrics.tells(overhead, budget::utilization);
  }

  private void serveErasures() {
    long now = nanoTime.getAsLong();
    ErasureDesk desk = erasures;
    if (desk == null || now - erasuresDueAtNanos < 0) {
      return;
    }
    erasuresDueAtNanos = now + ErasureDesk.lookNanos();
    for (StreamRelay stream : streams()) {
      if (desk.serve(stream)) {
        spans.forget(stream);
      }
    }
  }

  /** Returns whether there was something to do. */
  boolean round() {
    hasMore = false;
    long begun = nanoTime.getAsLong();
    applyChange();
    serveErasures();
    if (!hurried) {
      adopted.adopt();
    }
    boolean worked = false;
    for (StreamRelay stream : streams()) {
      worked |= count(stream);
    }
    long from = nanoTime.getAsLong();
    hasMore |= spans.attempt(streams(), hurried);
    hasMore |= sendMetrics();
    sendingNanos = nanoTime.getAsLong() - from;
    workedNanos += from - begun;
    tellStatus();
    return worked || hasMore;
  }

  private void tellStatus() {
    long now = nanoTime.getAsLong();
    if (status == null || now - statusDueAtNanos >= 0) {
      statusDueAtNanos = now + STATUS_NANOS;
      status = own.status(adopted.current(), endpoints);
    }
  }

  /** As of a second ago at most, unless a request is under way; null before the first round. */
  public @Nullable RelayStatus status() {
    return status;
  }

  private void applyChange() {
    RelayChange next = change.getAndSet(null);
    if (next == null) {
      return;
    }
    own.change(next.sampling());
    adopted.change(next.sampling());
    spans.delivery().change(next.probeInterval());
    metrics.delivery().change(next.probeInterval());
    Duration interval = next.metricInterval();
    boolean tooLong = hurried && interval.compareTo(options.spanInterval()) > 0;
    metrics.change(tooLong ? options.spanInterval() : interval, nanoTime.getAsLong());
    OtlpExporter exporter = next.exporter();
    if (exporter != null) {
      redirect(exporter, next.endpoints());
    }
    next.applied().run();
  }

  /** What is not settled goes to the other receiver; streams of the dead stay with theirs. */
  private void redirect(OtlpExporter exporter, ExportOptions next) {
    if (!next.traces().uri().equals(endpoints.traces().uri())) {
      letDeadGo();
    }
    endpoints = next;
    spans.delivery().redirect(exporter::exportSpans, metrics.spanReceivers().of(next.traces()));
    metrics
        .delivery()
        .redirect(exporter::exportMetrics, metrics.metricReceivers().of(next.metrics()));
  }

  private void letDeadGo() {
    StreamRelay dead = adopted.current();
    if (dead != null) {
      metrics.forget(dead);
    }
    adopted.letGo();
  }

  private List<StreamRelay> streams() {
    StreamRelay dead = adopted.current();
    return dead == null ? List.of(own) : List.of(own, dead);
  }

  private boolean count(StreamRelay stream) {
    long from = nanoTime.getAsLong();
    boolean worked = false;
    checkpointIfDue(stream);
    while (stream.count()) {
      worked = true;
      checkpointIfDue(stream);
      if (nanoTime.getAsLong() - from >= Math.max(COUNTING_NANOS, sendingNanos)) {
        hasMore = true;
        return true;
      }
    }
    return worked;
  }

  private static void checkpointIfDue(StreamRelay stream) {
    if (stream.isCheckpointDue()) {
      stream.checkpoint();
    }
  }

  private boolean sendMetrics() {
    long now = nanoTime.getAsLong();
    StreamRelay last = adopted.withLastWord();
    HookCounts made = metrics.isDue(now) ? tellable() : null;
    if (made != null) {
      metrics.offer(own, made, last, now);
    } else if (last != null && metrics.takesLastWord()) {
      metrics.offerLastWord(last);
    }
    boolean arrived = metrics.attempt();
    return adopted.removeDelivered() || arrived;
  }

  /**
   * What the hooks have counted. In a hurry each snapshot may be the last of this process, and has
   * to add up: then null until what they had counted a moment ago is counted here, too.
   */
  private @Nullable HookCounts tellable() {
    if (!hurried) {
      return own.hookCounts();
    }
    HookCounts then = cut == null ? own.hookCounts() : cut;
    boolean counted = own.hasCounted(then);
    cut = counted ? null : then;
    return counted ? then : null;
  }

  /**
   * Sends what can be sent now; the rest stays in ring and spool, for the next process. The host
   * may go on calling: what it makes later is sent by {@link #round}, until the process is gone.
   */
  private void flush() {
    metrics.hurry(options.spanInterval(), nanoTime.getAsLong());
    LastFlush flush =
        new LastFlush(own, spans, metrics, () -> count(own), nanoTime, flushNanos, flushFromNanos);
    guarded(flush::sendSpans);
    guarded(() -> flush.sendMetrics(adopted.withLastWord()));
    drained = guarded(this::isAllArrived);
    flushed.countDown();
  }

  private boolean isAllArrived() {
    return metrics.isIdle() && own.isDone() && own.isTold() && own.hasCounted(own.hookCounts());
  }

  private boolean close() {
    drained = isAllArrived();
    for (StreamRelay stream : streams()) {
      stream.close();
      stream.stream().close();
    }
    return true;
  }

  /**
   * From the next round on. A change that is not in force yet is replaced, and never said to be
   * applied. From any thread.
   */
  public void change(RelayChange next) {
    change.set(next);
    pause.end();
  }

  /**
   * Sends everything that was made until now, and its metrics, as far as that goes. The loop goes
   * on, in a hurry: from now on the process may end at any time.
   *
   * @return whether everything has arrived, spans and metrics
   */
  public boolean flush(Duration within) throws InterruptedException {
    flushFromNanos = nanoTime.getAsLong();
    flushNanos = within.toNanos();
    hurried = true;
    pause.end();
    return flushed.await(within.toNanos(), TimeUnit.NANOSECONDS) && drained;
  }

  /**
   * Ends the loop.
   *
   * @return whether it has ended. If not, a request is under way that nobody answers
   */
  public boolean stop(Duration within) throws InterruptedException {
    stopping = true;
    pause.end();
    return ended.await(within.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * After {@link #stop}: whether everything that was made has arrived, spans and last metrics, so
   * that the stream's directory, and the ring in it, is of no more use.
   */
  public boolean isDrained() {
    return drained;
  }
}
