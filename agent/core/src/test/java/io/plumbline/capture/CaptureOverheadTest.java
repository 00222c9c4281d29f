package io.plumbline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.redact.RedactionPolicy;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of a call, what the agent does is timed, and what the host does is not. */
class CaptureOverheadTest {
  private final AtomicLong nanoTime = new AtomicLong();
  private final HookRegistry hooks = new HookRegistry();
  private final RegisteredHook hook = hooks.register("java", "Scorer.score");
  private final ListSink sink = new ListSink();
  private final InferenceRecorder recorder = over(sink);

  @BeforeEach
  void timeEach() {
    recorder.overhead().expect(1);
    InferenceRecorder.install(recorder);
  }

  @AfterEach
  void uninstall() {
    InferenceRecorder.install(null);
  }

  @Test
  void timeOfTheHostDoesNotCount() {
    InFlightInference call = begin();
    nanoTime.addAndGet(300);
    call.hostRuns();
    nanoTime.addAndGet(1_000_000_000);
    call.agentRuns();
    nanoTime.addAndGet(40);
    InferenceRecorder.end(call, null);

    assertThat(recorder.overhead().costOf(CaptureLevel.FULL).sumSeconds()).isEqualTo(340e-9);
    assertThat(timed()).isEqualTo(1);
  }

  @Test
  void timeUntilALaterResultDoesNotCount() {
    InFlightInference call = begin();
    nanoTime.addAndGet(100);
    call.hostRuns();
    nanoTime.addAndGet(1000);
    call.agentRuns();
    nanoTime.addAndGet(20);
    InferenceRecorder.detach(call);
    nanoTime.addAndGet(5000);
    InferenceRecorder.resume(call);
    nanoTime.addAndGet(3);
    InferenceRecorder.end(call, null);

    assertThat(recorder.overhead().costOf(CaptureLevel.FULL).sumSeconds()).isEqualTo(123e-9);
  }

  @Test
  void whatWasPreparedBeforeTheCallCounts() {
    InFlightInference call = begin();
    call.prepared(600);
    nanoTime.addAndGet(50);
    call.hostRuns();
    nanoTime.addAndGet(7000);
    InferenceRecorder.end(call, null);

    assertThat(recorder.overhead().costOf(CaptureLevel.FULL).sumSeconds()).isEqualTo(650e-9);
  }

  @Test
  void adviceThatDoesNotSayWhereTheHostRunsIsNotTimed() {
    InFlightInference call = begin();
    nanoTime.addAndGet(1_000_000_000);
    InferenceRecorder.end(call, null);

    assertThat(timed()).isZero();
    assertThat(sink.inferences()).hasSize(1);
  }

  @Test
  void enterAdviceThatFailsIsTimedUntilThere() {
    InFlightInference call = begin();
    nanoTime.addAndGet(70);
    Object entered = InferenceRecorder.enterFailed(new IllegalStateException("on purpose"));
    nanoTime.addAndGet(9000);
    InferenceRecorder.end(call, null);

    assertThat(entered).isSameAs(call);
    assertThat(recorder.overhead().costOf(CaptureLevel.FULL).sumSeconds()).isEqualTo(70e-9);
  }

  @Test
  void fewerAreTimedWhenThereAreMore() {
    recorder.overhead().expect(256 * 8);

    for (int i = 0; i < 800; i++) {
      callOnce();
    }

    assertThat(timed()).isEqualTo(100);
  }

  @Test
  void whatIsTimedFallsIntoItsBucket() {
    OverheadHistogram histogram = new OverheadHistogram();

    histogram.record(0);
    histogram.record(100);
    histogram.record(101);
    histogram.record(2_000_000_000);

    assertThat(histogram.counts()).startsWith(2, 1, 0).endsWith(1);
    assertThat(histogram.minSeconds()).isZero();
    assertThat(histogram.maxSeconds()).isEqualTo(2);
    assertThat(OverheadHistogram.boundaries()).startsWith(1e-7, 2.5e-7).endsWith(1);
  }

  @Test
  void timingAllocatesNothingOnceWarm() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    InferenceRecorder keepingNothing = over(new NoSink());
    keepingNothing.overhead().expect(1);
    InferenceRecorder.install(keepingNothing);
    for (int i = 0; i < 20_000; i++) {
      callOnce();
    }

    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int i = 0; i < 1000; i++) {
        callOnce();
      }
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      least = Math.min(least, after - before);
    }

    assertThat(least / 1000).isZero();
  }

  private static final class NoSink implements InferenceSink {
    @Override
    public @Nullable DropReason accept(int hook, byte[] record, int length) {
      return null;
    }

    @Override
    public void acceptDropped(int hook, DropReason reason) {}
  }

  private InferenceRecorder over(InferenceSink other) {
    return new InferenceRecorder(
        RecorderExtension.settings(
            CaptureLimits.DEFAULT, RedactionPolicy.Values.ALL, ModelConfiguration.NONE),
        hooks,
        other,
        new InferenceClock(Clock.systemUTC(), nanoTime::get),
        new AgentErrors(new AgentLog(Clock.systemUTC(), AgentLog.Level.DEBUG)));
  }

  private void callOnce() {
    InFlightInference call = begin();
    call.hostRuns();
    call.agentRuns();
    InferenceRecorder.end(call, null);
  }

  private InFlightInference begin() {
    return Objects.requireNonNull(InferenceRecorder.begin(hook.index()));
  }

  private long timed() {
    return Arrays.stream(recorder.overhead().costOf(CaptureLevel.FULL).counts()).sum();
  }
}
