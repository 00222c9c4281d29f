package io.plumbline.capture;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.DropReason;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What advice calls. The one static entry of the agent, since nothing can be injected into advice.
 *
 * <p>The outermost hook on a thread wins, whichever library it belongs to: {@link #begin} answers
 * null inside another inference. Everything here runs on host threads.
 */
public final class InferenceRecorder {
  private static final ThreadLocal<@Nullable InFlightInference> OUTERMOST = new ThreadLocal<>();

  private static volatile @Nullable InferenceRecorder current;

  private final HookRegistry hooks;
  private final InferenceSink sink;
  private final InferenceClock clock;
  private final AgentErrors errors;
  private final AtomicLong sequence = new AtomicLong();
  private final CaptureOverhead overhead = new CaptureOverhead();
  private volatile SettingsInForce inForce;

  public InferenceRecorder(
      CaptureSettings settings,
      HookRegistry hooks,
      InferenceSink sink,
      InferenceClock clock,
      AgentErrors errors) {
    this.inForce = SettingsInForce.of(settings);
    this.hooks = hooks;
    this.sink = sink;
    this.clock = clock;
    this.errors = errors;
  }

  /**
   * Calls that begin from now on go by these. One that runs already goes on as it began; models
   * that were described before are described anew.
   */
  public void change(CaptureSettings settings) {
    inForce = inForce.changedTo(settings);
  }

  /** Directs what advice records to {@code recorder}; null switches all recording off. */
  public static void install(@Nullable InferenceRecorder recorder) {
    current = recorder;
  }

  /** The one that advice records with; null where recording is off. */
  public static @Nullable InferenceRecorder installed() {
    return current;
  }

  /** What it costs the host. */
  public CaptureOverhead overhead() {
    return overhead;
  }

  /** Inferences that have begun so far. */
  public long begun() {
    return sequence.get();
  }

  /** Inferences that have begun and not ended, those whose results come later among them. */
  public int inFlight() {
    return inForce.pool().inUse();
  }

  /**
   * Starts an inference. Ask this first, before anything of the call is read.
   *
   * @param hook index from {@link HookRegistry}
   * @return null when there is nothing to record: switched off, or nested in another inference
   */
  public static @Nullable InFlightInference begin(int hook) {
    InferenceRecorder recorder = current;
    return recorder == null ? null : recorder.start(recorder.hooks.get(hook));
  }

  @Nullable InFlightInference start(RegisteredHook hook) {
    InFlightInference outer = outermost(hook);
    if (outer == null) {
      return startOutermost(hook);
    }
    int nested = outer.nested(hook);
    if (!LostGuard.isWorthALook(nested)
        || !LostGuard.isLeftBehind(outer.endingMethod(), hook.method())) {
      return null;
    }
    if (!outer.isStored()) {
      sink.acceptDropped(outer.hook().index(), DropReason.CAPTURE_FAILED);
    }
    letGo(outer);
    return startOutermost(hook);
  }

  private @Nullable InFlightInference outermost(RegisteredHook hook) {
    try {
      return OUTERMOST.get();
    } catch (OutOfMemoryError e) {
      // The first look of a thread allocates.
      sink.acceptDropped(hook.index(), DropReason.CAPTURE_FAILED);
      throw e;
    }
  }

  /** Out of memory, or at the end of the thread's stack: nothing but the count is left of it. */
  private InFlightInference startOutermost(RegisteredHook hook) {
    InFlightInference call = null;
    boolean started = false;
    try {
      SettingsInForce now = inForce; // once a call
      long number = sequence.getAndIncrement();
      boolean probe = overhead.takeProbe();
      boolean timed = probe || overhead.isTimed(number);
      long begunNanos = timed ? clock.nanoTime() : 0;
      call = now.pool().acquire();
      if (call == null) {
        call = InFlightInference.countedOnly(now.settings().limits());
      }
      OUTERMOST.set(call);
      call.start(this, now, hook, number, overhead.levelOf(probe));
      if (timed) {
        call.timer().start(begunNanos);
      }
      if (TrainingScope.isOpen()) {
        call.training();
      }
      call.startClock(clock);
      started = true;
      return call;
    } finally {
      if (!started) {
        letGo(call);
        sink.acceptDropped(hook.index(), DropReason.CAPTURE_FAILED);
      }
    }
  }

  private void letGo(@Nullable InFlightInference call) {
    if (call != null) {
      clearGuard(call);
      call.release();
    }
  }

  /**
   * Works out once what every inference of a model needs. Not for each call: keep the answer.
   *
   * @param seen what the library says of the model; the configuration completes it
   */
  public static ModelCapture describe(ModelRef seen) {
    return describe(seen, Set.of(), false);
  }

  /**
   * As {@link #describe(ModelRef)}, for a hook that the operator configured.
   *
   * @param named features that the hook's own configuration names
   * @param labelsNamed whether it names the labels
   */
  public static ModelCapture describe(ModelRef seen, Set<String> named, boolean labelsNamed) {
    InferenceRecorder recorder = current;
    return recorder == null
        ? ModelCapture.UNKNOWN
        : ModelCapture.of(seen, named, labelsNamed, recorder.inForce.settings());
  }

  /** Lets this thread begin other inferences: the result of {@code call} comes later. */
  public static void detach(InFlightInference call) {
    call.hostRuns();
    call.forgetArguments();
    clearGuard(call);
  }

  private static void clearGuard(InFlightInference call) {
    if (OUTERMOST.get() == call) {
      OUTERMOST.set(null);
    }
  }

  /**
   * The result of a detached call is there and will be looked at, on whichever thread: until it
   * ends, what that runs is part of it.
   */
  public static void resume(InFlightInference call) {
    call.agentRuns();
    if (OUTERMOST.get() == null) {
      call.resumed();
      OUTERMOST.set(call);
    }
  }

  /** What a hook was woven for; null when that is not known. */
  public static @Nullable Object origin(int hook) {
    InferenceRecorder recorder = current;
    return recorder == null ? null : recorder.hooks.get(hook).origin();
  }

  /**
   * Ends and stores an inference, on whichever thread.
   *
   * @param thrown what the host's method threw or its future failed with
   */
  public static void end(InFlightInference call, @Nullable Throwable thrown) {
    call.owner().store(call, thrown);
  }

  void store(InFlightInference call, @Nullable Throwable thrown) {
    int hook = call.hook().index();
    boolean counted = false;
    try {
      call.ends();
      if (call.slot() < 0) {
        sink.acceptDropped(hook, DropReason.IN_FLIGHT_LIMIT);
      } else {
        int length = call.finish(thrown, clock.nanoTime());
        call.stored();
        sink.accept(hook, call.bytes(), length);
      }
      counted = true;
      recordCost(call);
    } finally {
      if (!counted) {
        call.stored();
        sink.acceptDropped(hook, DropReason.CAPTURE_FAILED);
      }
      letGo(call);
    }
  }

  private void recordCost(InFlightInference call) {
    CallTimer timer = call.timer();
    if (timer.isOn()) {
      timer.stop(clock.nanoTime());
      overhead.record(call.level(), timer.spentNanos());
    }
  }

  /** Monotonic, ns; for what is timed. */
  long nanoTime() {
    return clock.nanoTime();
  }

  /**
   * Enter advice threw. The inference that it had begun goes on without the rest of its inputs.
   *
   * @return what enter advice would have returned
   */
  public static @Nullable Object enterFailed(Throwable error) {
    // The report last: after a stack overflow it may fail as well.
    InFlightInference call = OUTERMOST.get();
    boolean begun = call != null && call.isEntering();
    if (begun) {
      call.fail();
    }
    reportFailure("advice on enter", error);
    if (begun) {
      call.hostRuns();
    }
    return begun ? call : null;
  }

  /** Exit advice threw. The inference ends without the rest of its outputs. */
  public static void exitFailed(
      Throwable error, @Nullable Object entered, @Nullable Throwable thrown) {
    if (entered instanceof InFlightInference call && OUTERMOST.get() == call) {
      call.fail();
      end(call, thrown);
    }
    reportFailure("advice on exit", error);
  }

  /** Says once that a piece of capture failed, and counts it. */
  public static void reportFailure(String where, Throwable error) {
    InferenceRecorder recorder = current;
    if (recorder != null) {
      recorder.errors.reportNearValues(where, error);
    }
  }

  /** Says once what is no failure, such as what is not known of a model. */
  public static void note(String note) {
    InferenceRecorder recorder = current;
    if (recorder != null) {
      recorder.errors.note(note);
    }
  }
}
