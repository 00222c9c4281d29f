package io.plumbline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.redact.RedactionPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch over a real recorder, with calls that cost what each test says. */
class OverheadWatchTest {
  private final AtomicLong nanoTime = new AtomicLong();
  private final HookRegistry hooks = new HookRegistry();
  private final RegisteredHook hook = hooks.register("java", "Scorer.score");
  private final ListSink sink = new ListSink();
  private final AgentLog log = new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO);
  private final AgentErrors errors = new AgentErrors(log);
  private final InferenceRecorder recorder =
      new InferenceRecorder(
          RecorderExtension.settings(
              CaptureLimits.DEFAULT, RedactionPolicy.Values.ALL, ModelConfiguration.NONE),
          hooks,
          sink,
          new InferenceClock(Clock.systemUTC(), nanoTime::get),
          errors);
  private final OverheadWatch watch =
      new OverheadWatch(
          recorder, new OverheadBudget(0.05, Duration.ofMillis(1)), log, errors, nanoTime::get);

  private long made;

  @BeforeEach
  void install() {
    InferenceRecorder.install(recorder);
  }

  @AfterEach
  void uninstall() {
    InferenceRecorder.install(null);
    assertThat(errors.counts()).isEmpty();
  }

  @Test
  void countsStayExactOverEveryLevel() {
    for (int second = 0; second < 20; second++) {
      second(100, level -> 20_000_000 / (1 + 9 * level)); // 200 % of a core, then 20, then 10
    }
    assertThat(watch.state().level()).isEqualTo(CaptureLevel.COUNTS);
    for (int second = 0; second < 30; second++) {
      second(100, level -> 10_000);
    }

    assertThat(watch.state().level()).isEqualTo(CaptureLevel.FULL);
    assertThat(sink.inferences()).hasSize((int) made);
    Map<CaptureLevel, Long> byLevel =
        sink.inferences().stream()
            .collect(Collectors.groupingBy(Inference::level, Collectors.counting()));
    assertThat(byLevel).containsOnlyKeys(CaptureLevel.values());
    CaptureOverhead overhead = recorder.overhead();
    assertThat(Arrays.stream(CaptureLevel.values()).map(overhead::steps))
        .containsExactly(1L, 2L, 1L);
  }

  @Test
  void itTellsWhatCaptureTakes() {
    for (int second = 0; second < 5; second++) {
      second(200, level -> 100_000);
    }

    assertThat(watch.state().utilization()).isBetween(0.019, 0.021);
    assertThat(recorder.overhead().utilization()).isEqualTo(watch.state().utilization());
    assertThat(watch.state().callNanos()).isBetween(99_000.0, 101_000.0);
  }

  /** One thread in a hundred loses its core for 30 ms right inside of capture. */
  @Test
  void threadsThatHadToWaitForACoreDoNotCount() {
    for (int second = 0; second < 60; second++) {
      second(200, level -> made % 100 == 7 ? 30_000_000 : 10_000);
    }

    assertThat(watch.state().level()).isEqualTo(CaptureLevel.FULL);
  }

  @Test
  void fewCallsMakeALongWindow() {
    for (int second = 0; second < 60; second++) {
      second(1, level -> 5_000_000);
    }
    assertThat(watch.state().level()).isEqualTo(CaptureLevel.FULL);

    for (int second = 0; second < 60; second++) {
      second(1, level -> 5_000_000);
    }
    assertThat(watch.state().level()).isEqualTo(CaptureLevel.SUMMARY);
  }

  private void second(int calls, LongUnaryOperator nanosAtLevel) {
    long end = nanoTime.get() + 1_000_000_000L;
    for (int i = 0; i < calls; i++) {
      InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(hook.index()));
      nanoTime.addAndGet(nanosAtLevel.applyAsLong(call.level().number()));
      call.hostRuns();
      call.agentRuns();
      InferenceRecorder.end(call, null);
      made++;
    }
    nanoTime.set(Math.max(end, nanoTime.get() + 1));
    watch.look();
  }
}
