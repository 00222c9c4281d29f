package io.plumbline.export;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.export.RelayStream.HookCounts;
import io.plumbline.telemetry.TelemetryOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
  private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * Time for counting in one round, so that a flood does not keep what is counted from leaving; as
   * much as the requests of the round before took, where that is more, so that a receiver that is
   * slow does not keep from counting what the spool wants to let go.
   */
  private static final long COUNTING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final StreamRelay own;
  private final Supplier<@Nullable RelayStream> adoption;
  private final SpanExport spans;
  private final MetricExport metrics;
  private final TelemetryOptions telemetry;
  private final RelayOptions options;
  private final AgentErrors errors;
  private final LongSupplier nanoTime;

  private final Semaphore wake = new Semaphore(0);
  private final CountDownLatch flushed = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean hurried;
  private volatile boolean stopping;
  private volatile long deadline;
  private volatile long flushNanos;
  private volatile boolean drained;

  private @Nullable StreamRelay adopted;
  private @Nullable HookCounts cut;
  private long adoptionDueAt;
  private final BooleanSupplier everyRound = this::round;

  private long pauseNanos = MIN_PAUSE_NANOS;
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
      Delivery<SpanData> spans,
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
    this.adoption = adoption;
    this.spans = spans;
    this.telemetry = telemetry;
    this.options = options;
    this.errors = errors;
    this.nanoTime = nanoTime;
    this.adoptionDueAt = nanoTime.getAsLong();
    this.metrics =
        new MetricExport(
            metrics, spans, endpoints, options.metricInterval(), clock, nanoTime.getAsLong());
  }

  @Override
  public void run() {
    try {
      while (!stopping) {
        if (hurried && flushed.getCount() > 0) {
          flush();
        } else if (guarded(everyRound)) {
          pauseNanos = MIN_PAUSE_NANOS;
        } else {
          pause();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      guarded(this::close);
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
    try {
      if (!wake.tryAcquire(pauseNanos, TimeUnit.NANOSECONDS)) {
        pauseNanos = Math.min(2 * pauseNanos, MAX_PAUSE_NANOS);
      }
    } catch (OutOfMemoryError e) {
      // Of the host's heap; to wait takes some of it as well.
      LockSupport.parkNanos(this, MAX_PAUSE_NANOS);
    }
  }

  /** Returns whether there was something to do. */
  boolean round() {
    adopt();
    boolean worked = false;
    for (StreamRelay stream : streams()) {
      worked |= count(stream);
    }
    long from = nanoTime.getAsLong();
    worked |= spans.attempt(streams(), hurried);
    worked |= sendMetrics();
    sendingNanos = nanoTime.getAsLong() - from;
    return worked;
  }

  private List<StreamRelay> streams() {
    return adopted == null ? List.of(own) : List.of(own, adopted);
  }

  private void adopt() {
    long now = nanoTime.getAsLong();
    if (adopted != null || hurried || now - adoptionDueAt < 0) {
      return;
    }
    adoptionDueAt = now + options.adoptionInterval().toNanos();
    RelayStream dead = adoption.get();
    if (dead == null) {
      return;
    }
    try {
      adopted = new StreamRelay(dead, telemetry, options, errors);
    } catch (IOException e) {
      errors.report("relay, adopting a stream", e);
      dead.close();
    }
  }

  private boolean count(StreamRelay stream) {
    long from = nanoTime.getAsLong();
    boolean worked = false;
    while (stream.count()) {
      worked = true;
      if (stream.isCheckpointDue()) {
        stream.checkpoint();
      }
      if (nanoTime.getAsLong() - from >= Math.max(COUNTING_NANOS, sendingNanos)) {
        return true;
      }
    }
    return worked;
  }

  private boolean sendMetrics() {
    long now = nanoTime.getAsLong();
    StreamRelay dead = adopted != null && adopted.hasLastWord() ? adopted : null;
    HookCounts made = metrics.isDue(now) ? tellable() : null;
    if (made != null) {
      metrics.offer(own, made, dead, now);
    } else if (dead != null && metrics.isIdle()) {
      metrics.offerLastWord(dead);
    }
    boolean arrived = metrics.attempt();
    if (adopted != null && adopted.isDone() && adopted.isTold()) {
      removeAdopted(adopted);
      return true;
    }
    return arrived;
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

  private void removeAdopted(StreamRelay done) {
    adopted = null;
    // Another may be waiting.
    adoptionDueAt = nanoTime.getAsLong();
    done.close();
    try {
      done.stream().remove();
    } catch (IOException e) {
      errors.report("relay, removing a delivered stream", e);
      done.stream().close();
    }
  }

  /**
   * Sends what can be sent now; the rest stays in ring and spool, for the next process. The host
   * may go on calling: what it makes during the flush is sent as far as it goes, and what it makes
   * later by {@link #round}, until the process is gone.
   */
  private void flush() throws InterruptedException {
    metrics.hurry(options.spanInterval(), nanoTime.getAsLong());
    HookCounts made = own.hookCounts();
    while (hasTime() && !own.hasDelivered(made)) {
      if (!guarded(this::roundOfOwn) && !waitForSpans()) {
        break;
      }
    }
    HookCounts last = own.hookCounts();
    boolean goOn = true;
    while (goOn && !own.hasCounted(last)) {
      goOn = guarded(() -> count(own)) || waitForWriter();
    }
    boolean offered = guarded(() -> offerLastMetrics(last));
    while (offered && hasTime() && !metrics.isIdle() && waitUntil(metrics.untilDue())) {
      offered = guarded(this::attemptMetrics);
    }
    drained = isAllArrived();
    flushed.countDown();
  }

  private boolean roundOfOwn() {
    boolean counted = count(own);
    return spans.attempt(List.of(own), true) || counted;
  }

  private boolean offerLastMetrics(HookCounts made) {
    StreamRelay dead = adopted != null && adopted.hasLastWord() ? adopted : null;
    metrics.offer(own, made, dead, nanoTime.getAsLong());
    return true;
  }

  private boolean attemptMetrics() {
    metrics.attempt();
    return true;
  }

  private boolean waitForSpans() throws InterruptedException {
    return spans.isIdle() ? waitForWriter() : waitUntil(spans.untilDue());
  }

  /**
   * Waits for what is still on its way from the ring to the spool.
   *
   * @return false when half of the time is over: the rest is for what can be sent
   */
  private boolean waitForWriter() throws InterruptedException {
    if (deadline - nanoTime.getAsLong() < flushNanos / 2) {
      return false;
    }
    TimeUnit.NANOSECONDS.sleep(MIN_PAUSE_NANOS);
    return true;
  }

  /**
   * Waits for the time of the next attempt where nothing keeps the data otherwise.
   *
   * @return whether it is worth going on
   */
  private boolean waitUntil(Duration due) throws InterruptedException {
    boolean tooLate = due.toNanos() > deadline - nanoTime.getAsLong();
    if (!due.isZero() && (tooLate || own.stream().isDurable())) {
      return false;
    }
    TimeUnit.NANOSECONDS.sleep(Math.max(MIN_PAUSE_NANOS, due.toNanos()));
    return true;
  }

  private boolean hasTime() {
    return deadline - nanoTime.getAsLong() > 0;
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
   * Sends everything that was made until now, and its metrics, as far as that goes. The loop goes
   * on, in a hurry: from now on the process may end at any time.
   *
   * @return whether everything has arrived, spans and metrics
   */
  public boolean flush(Duration within) throws InterruptedException {
    flushNanos = within.toNanos();
    deadline = nanoTime.getAsLong() + flushNanos;
    hurried = true;
    wake.release();
    return flushed.await(flushNanos, TimeUnit.NANOSECONDS) && drained;
  }

  /**
   * Ends the loop.
   *
   * @return whether it has ended. If not, a request is under way that nobody answers
   */
  public boolean stop(Duration within) throws InterruptedException {
    stopping = true;
    wake.release();
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
