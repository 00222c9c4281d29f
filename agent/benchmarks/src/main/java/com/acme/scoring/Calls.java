package com.acme.scoring;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** What one thread does of a {@link Load}, and what it noticed. */
final class Calls implements Callable<Calls> {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int BURST = 1000;

  /** Longer calls were stopped by something already. */
  private static final long MOST_CONTROL_NANOS = 100_000;

  final Latencies latencies = new Latencies();
  final Latencies control = new Latencies();
  long made;
  long failed;
  long cpuNanos;
  long allocatedBytes;

  private final Load load;
  private final Scorer scorer;
  private double sink;

  Calls(Load load, Scorer scorer) {
    this.load = load;
    this.scorer = scorer;
  }

  @Override
  public Calls call() {
    long start = System.nanoTime();
    long end = start + load.millis() * 1_000_000;
    switch (load.pace()) {
      case BURSTS -> bursts(start, end);
      case CLOSED -> closed(end);
      case OPEN -> open(start, end);
    }
    return this;
  }

  private void bursts(long start, long end) {
    for (long now = start; now < end; now = System.nanoTime()) {
      accounted(this::burst);
      pauseUntil(due(start));
    }
  }

  private void burst() {
    for (int i = 0; i < BURST; i++) {
      one();
    }
  }

  private void closed(long end) {
    accounted(
        () -> {
          long before = System.nanoTime();
          do {
            one();
            long after = System.nanoTime();
            latencies.note(after - before);
            before = after;
          } while (before < end);
        });
  }

  private void open(long start, long end) {
    accounted(
        () -> {
          // Not all threads at once.
          long first = start + (long) (Math.random() * 1e9 / load.perSecond());
          for (long due = first; due < end; due = first + (long) (made * 1e9 / load.perSecond())) {
            pauseUntil(due);
            long before = System.nanoTime();
            one();
            long took = System.nanoTime() - before;
            latencies.note(took);
            if (load.control()) {
              control.note(unobserved(Math.min(took, MOST_CONTROL_NANOS)));
            }
          }
        });
  }

  private void accounted(Runnable calls) {
    long cpu = THREADS.getCurrentThreadCpuTime();
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    calls.run();
    allocatedBytes += THREADS.getCurrentThreadAllocatedBytes() - bytes;
    cpuNanos += THREADS.getCurrentThreadCpuTime() - cpu;
  }

  private void one() {
    try {
      sink += scorer.score();
    } catch (Exception e) {
      failed++;
    }
    made++;
  }

  /** What stops this for longer is the machine, and stops as many calls. */
  private long unobserved(long nanos) {
    long before = System.nanoTime();
    long took;
    do {
      sink += 1;
      took = System.nanoTime() - before;
    } while (took < nanos);
    return took;
  }

  private long due(long start) {
    return load.perSecond() == 0 ? start : start + (long) (made * 1e9 / load.perSecond());
  }

  private static void pauseUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** So that the work is done. */
  double sink() {
    return sink;
  }
}
