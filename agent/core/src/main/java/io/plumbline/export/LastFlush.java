package io.plumbline.export;

import io.plumbline.export.RelayStream.HookCounts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sends what a process has made when its end begins, as far as that goes in the time it has. */
final class LastFlush {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final StreamRelay own;
  private final SpanExport spans;
  private final MetricExport metrics;
  private final BooleanSupplier count;
  private final LongSupplier nanoTime;
  private final long halfTime;
  private final long deadline;

  /**
   * @param count counts what is new of {@code own}, for a while; false when there is nothing
   * @param nanos all the time there is, since {@code fromNanos}
   */
  LastFlush(
      StreamRelay own,
      SpanExport spans,
      MetricExport metrics,
      BooleanSupplier count,
      LongSupplier nanoTime,
      long nanos,
      long fromNanos) {
    this.own = own;
    this.spans = spans;
    this.metrics = metrics;
    this.count = count;
    this.nanoTime = nanoTime;
    this.halfTime = fromNanos + nanos / 2;
    this.deadline = fromNanos + nanos;
  }

  /**
   * @return whether all that the hooks had made at its begin has arrived
   */
  boolean sendSpans() {
    HookCounts made = own.hookCounts();
    own.keep(made); // first, since nobody waits when the time is over
    boolean goOn = true;
    while (goOn && hasTime() && !own.hasDelivered(made)) {
      boolean counted = count.getAsBoolean();
      goOn = spans.attempt(List.of(own), true) || counted || waitForSpans();
    }
    return own.hasDelivered(made);
  }

  /**
   * Sends the last snapshot, which adds up unless the spool takes nothing.
   *
   * @param dead one that has something to tell, too
   * @return whether it has arrived
   */
  boolean sendMetrics(@Nullable StreamRelay dead) {
    HookCounts made = own.hookCounts();
    boolean goOn = true;
    while (goOn && !own.hasCounted(made)) {
      goOn = count.getAsBoolean() || waitForWriter();
    }
    metrics.offer(own, made, dead, nanoTime.getAsLong());
    while (hasTime() && !metrics.isIdle() && waitUntil(metrics.untilDue())) {
      boolean ignored = metrics.attempt();
    }
    return metrics.isIdle();
  }

  private boolean waitForSpans() {
    return spans.isIdle() ? waitForWriter() : waitUntil(spans.untilDue());
  }

  /**
   * Waits for what is still on its way from the ring to the spool.
   *
   * @return false when half of the time is over: the rest is for what can be sent
   */
  private boolean waitForWriter() {
    if (halfTime - nanoTime.getAsLong() <= 0) {
      return false;
    }
    LockSupport.parkNanos(this, PAUSE_NANOS);
    return true;
  }

  /**
   * Waits for the time of the next attempt where nothing keeps the data otherwise.
   *
   * @return whether it is worth going on
   */
  private boolean waitUntil(Duration due) {
    boolean tooLate = due.toNanos() > deadline - nanoTime.getAsLong();
    if (!due.isZero() && (tooLate || own.stream().isDurable())) {
      return false;
    }
    LockSupport.parkNanos(this, Math.max(PAUSE_NANOS, due.toNanos()));
    return true;
  }

  private boolean hasTime() {
    return deadline - nanoTime.getAsLong() > 0;
  }
}
