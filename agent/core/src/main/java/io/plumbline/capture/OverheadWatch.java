package io.plumbline.capture;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.Pause;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds capture to what it may cost host threads. Looks once a second at what it did cost, and sets
 * the level of the calls to come. The body of the thread {@code plumbline-overhead}.
 */
public final class OverheadWatch implements Runnable {
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Fewer timed calls say little, so a window stays open for more, for a while. */
  private static final int TIMED_CALLS = 16;

  private static final long LONGEST_WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final InferenceRecorder recorder;
  private final CaptureOverhead overhead;
  private final LevelControl control;
  private final AgentLog log;
  private final AgentErrors errors;
  private final LongSupplier nanoTime;

  private TimedCalls timed;
  private @Nullable TimedCalls timedHigher;
  private long begunBefore;
  private long fromNanos;
  private long lookedNanos;
  private long begunAtLook;
  private volatile OverheadState state;
  private final Pause untilStopped = new Pause();

  public OverheadWatch(
      InferenceRecorder recorder, OverheadBudget budget, AgentLog log, AgentErrors errors) {
    this(recorder, budget, log, errors, System::nanoTime);
  }

  OverheadWatch(
      InferenceRecorder recorder,
      OverheadBudget budget,
      AgentLog log,
      AgentErrors errors,
      LongSupplier nanoTime) {
    this.recorder = recorder;
    this.overhead = recorder.overhead();
    this.control = new LevelControl(budget);
    this.log = log;
    this.errors = errors;
    this.nanoTime = nanoTime;
    this.timed = new TimedCalls(overhead.costOf(CaptureLevel.FULL));
    this.fromNanos = nanoTime.getAsLong();
    this.lookedNanos = fromNanos;
    this.state = new OverheadState(CaptureLevel.FULL, 0, 0, budget);
  }

  /** Other bounds, from the next look on. From any thread. */
  public synchronized void change(OverheadBudget budget) {
    control.change(budget);
  }

  /** As of the last look. From any thread. */
  public OverheadState state() {
    return state;
  }

  @Override
  public void run() {
    try {
      while (!untilStopped.take(LOOK_NANOS)) {
        guardedLook();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void guardedLook() {
    try {
      look();
    } catch (RuntimeException | LinkageError e) {
      errors.report("watching the overhead", e);
    }
  }

  /** The level stays what it is. */
  public void stop() {
    untilStopped.end();
  }

  synchronized void look() {
    long now = nanoTime.getAsLong();
    long begun = recorder.begun();
    if (now <= lookedNanos) {
      return;
    }
    overhead.expect((begun - begunAtLook) * 1e9 / (now - lookedNanos));
    lookedNanos = now;
    begunAtLook = begun;
    boolean idle = begun == begunBefore;
    boolean enough = timed.count() >= TIMED_CALLS || now - fromNanos >= LONGEST_WINDOW_NANOS;
    if (idle || enough) {
      observe(
          new OverheadWindow(
              Duration.ofNanos(now - fromNanos),
              begun - begunBefore,
              timed.typicalNanos(),
              timedHigher == null ? Double.NaN : timedHigher.typicalNanos()));
      begunBefore = begun;
      fromNanos = now;
    }
    if (control.level() != CaptureLevel.FULL) {
      overhead.probe(control.probes());
    }
  }

  private void observe(OverheadWindow window) {
    CaptureLevel before = control.level();
    CaptureLevel after = control.observe(window);
    overhead.utilization(control.utilization());
    state = new OverheadState(after, control.utilization(), control.callNanos(), control.budget());
    if (after != before) {
      overhead.level(after);
      say(before, after);
      timed = new TimedCalls(overhead.costOf(after));
      timedHigher =
          after == CaptureLevel.FULL ? null : new TimedCalls(overhead.costOf(after.higher()));
    }
    timed.reset();
    if (timedHigher != null) {
      timedHigher.reset();
    }
  }

  private void say(CaptureLevel before, CaptureLevel after) {
    String level = " From now on: " + after.attributeValue() + ", " + after.description();
    OverheadBudget budget = control.budget();
    if (after.number() > before.number()) {
      log.warn(
          String.format(
              Locale.ROOT,
              "Capture took %.2f %% of a core from the application's threads, %.1f µs a call, above"
                  + " overhead.max_cpu (%s %%) or overhead.max_call (%s µs).%s",
              100 * control.utilization(),
              control.callNanos() / 1000,
              100 * budget.maxUtilization(),
              budget.maxCall().toNanos() / 1000,
              level));
    } else {
      log.info("Capture is within its budget again, at the level above as well." + level);
    }
  }
}
