package io.plumbline.export;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Holds the relay's thread to a share of one core: what it worked too much, it waits. Nothing is
 * dropped for it; what is not read stays in the spool.
 *
 * <p>One thread asks, any sets the share and reads what it took.
 */
final class RelayBudget {
  /** Time whose share may be saved up, so that the usual unevenness of work costs no waiting. */
  private static final long SAVED_NANOS = Duration.ofSeconds(1).toNanos();

  private static final long MEASURED_NANOS = Duration.ofSeconds(5).toNanos();

  private final LongSupplier nanoTime;
  private volatile double share;
  private volatile double utilization;

  private double creditNanos;
  private long seenNanos;
  private long seenCpuNanos;
  private long measuredFromNanos;
  private long measuredFromCpuNanos;

  /**
   * @param share of one core; 1 and above is no bound
   */
  RelayBudget(double share, LongSupplier nanoTime) {
    this.share = share;
    this.nanoTime = nanoTime;
  }

  void change(double newShare) {
    share = newShare;
  }

  double share() {
    return share;
  }

  /** Of one core, over some seconds. */
  double utilization() {
    return utilization;
  }

  /** Work begins. */
  void start(long cpuNanos) {
    creditNanos = share * SAVED_NANOS;
    seenNanos = nanoTime.getAsLong();
    seenCpuNanos = cpuNanos;
    measuredFromNanos = seenNanos;
    measuredFromCpuNanos = cpuNanos;
  }

  /**
   * After a piece of work.
   *
   * @param cpuNanos what the thread has used since it began
   * @return how long to wait until the next piece, ns; 0 where the budget is not spent
   */
  long pauseNanos(long cpuNanos) {
    long now = nanoTime.getAsLong();
    double saved = creditNanos + share * (now - seenNanos);
    creditNanos = Math.min(share * SAVED_NANOS, saved) - (cpuNanos - seenCpuNanos);
    seenNanos = now;
    seenCpuNanos = cpuNanos;
    if (now - measuredFromNanos >= MEASURED_NANOS) {
      utilization = (double) (cpuNanos - measuredFromCpuNanos) / (now - measuredFromNanos);
      measuredFromNanos = now;
      measuredFromCpuNanos = cpuNanos;
    }
    return share >= 1 || creditNanos >= 0 ? 0 : (long) (-creditNanos / share);
  }
}
