package io.plumbline.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.CaptureLevel;
import io.plumbline.capture.Inference;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.Outcome;
import io.plumbline.capture.OutputKind;
import io.plumbline.capture.Tensor;
import io.plumbline.capture.TraceRef;
import io.plumbline.status.LastInference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@code status.json} shows of the records is what is in them. */
class SeenInferencesTest {
  private static final TraceRef NO_PARENT = new TraceRef(1, 2, 3, 0, 0, null);
  private static final TraceRef SAMPLED = new TraceRef(1, 2, 3, 4, 1, null);
  private static final TraceRef NOT_SAMPLED = new TraceRef(1, 2, 3, 4, 0, null);
  private static final long START = TimeUnit.SECONDS.toNanos(1_800_000_000);

  private final SeenInferences seen = new SeenInferences();

  @Test
  void lastOfAHookIsItsRecord() {
    seen.counted(inference(3, START, "java.io.IOException", NO_PARENT));

    LastInference last = Objects.requireNonNull(seen.last(3));
    assertThat(last.time()).isEqualTo(Instant.ofEpochSecond(1_800_000_000));
    assertThat(last.duration()).isEqualTo(Duration.ofMillis(2));
    assertThat(last.model()).isEqualTo("churn");
    assertThat(last.batchSize()).isEqualTo(1);
    assertThat(last.score()).isEqualTo(0.75);
    assertThat(last.error()).isEqualTo("java.io.IOException");
    assertThat(seen.last(2)).isNull();
  }

  @Test
  void callWithoutAPredictionHasNone() {
    Inference without = inference(0, START, null, NO_PARENT, null);

    seen.counted(without);

    LastInference last = Objects.requireNonNull(seen.last(0));
    assertThat(last.label()).isNull();
    assertThat(last.score()).isNull();
    assertThat(last.confidence()).isNull();
  }

  /** A look at a record costs: one of many is enough for people. */
  @Test
  void manyCallsInHalfASecondAreOneLook() {
    for (int i = 0; i < 400; i++) {
      seen.counted(inference(0, START + TimeUnit.MILLISECONDS.toNanos(i), null, NO_PARENT));
    }
    assertThat(time(0)).isEqualTo(Instant.ofEpochSecond(1_800_000_000));

    seen.counted(inference(0, START + TimeUnit.MILLISECONDS.toNanos(500), null, NO_PARENT));
    assertThat(time(0)).isEqualTo(Instant.ofEpochSecond(1_800_000_000, 500_000_000));
  }

  @Test
  void clockOfTheHostThatIsSetBackDoesNotFreezeIt() {
    seen.counted(inference(0, START, null, NO_PARENT));

    long hourBefore = START - TimeUnit.HOURS.toNanos(1);
    seen.counted(inference(0, hourBefore, null, NO_PARENT));

    assertThat(time(0)).isEqualTo(Instant.ofEpochSecond(1_800_000_000 - 3600));
  }

  @Test
  void hookBeyondTheTableIsNotShown() {
    seen.counted(inference(255, START, null, NO_PARENT));
    seen.counted(inference(256, START, null, NO_PARENT));

    assertThat(seen.last(255)).isNotNull();
  }

  @Test
  void decisionsAreCountedByWhatMadeThem() {
    seen.decided(inference(0, START, null, NO_PARENT), true);
    seen.decided(inference(0, START, null, SAMPLED), true);
    seen.decided(inference(0, START, null, SAMPLED), false);
    seen.decided(inference(0, START, null, NO_PARENT), false);
    seen.decided(inference(0, START, null, NOT_SAMPLED), false);

    assertThat(seen.sampling().spans()).isEqualTo(2);
    assertThat(seen.sampling().notSampled()).isEqualTo(3);
    assertThat(seen.sampling().callerNotSampled()).isEqualTo(1);
  }

  @Test
  void nothingIsShownAfterAnErasure() {
    seen.counted(inference(0, START, null, NO_PARENT));

    seen.forget();

    assertThat(seen.last(0)).isNull();
  }

  private Instant time(int hook) {
    return Objects.requireNonNull(seen.last(hook)).time();
  }

  private static Inference inference(int hook, long start, @Nullable String error, TraceRef trace) {
    return inference(hook, start, error, trace, Tensor.fp64("score", 0.75));
  }

  private static Inference inference(
      int hook, long start, @Nullable String error, TraceRef trace, @Nullable Tensor score) {
    return new Inference(
        0,
        hook,
        "com.acme.Scorer.score",
        ModelRef.of("java", "churn"),
        null,
        trace,
        start,
        TimeUnit.MILLISECONDS.toNanos(2),
        new Outcome(error, null),
        1,
        List.of(),
        List.of(),
        null,
        score,
        null,
        OutputKind.UNKNOWN,
        null,
        null,
        CaptureLevel.FULL,
        "safe",
        false,
        false,
        false,
        0);
  }
}
