package io.plumbline.telemetry;

import static io.plumbline.telemetry.SpanDecision.IN_TRACE;
import static io.plumbline.telemetry.SpanDecision.NO_SPAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.plumbline.capture.CaptureLevel;
import io.plumbline.capture.Inference;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.Outcome;
import io.plumbline.capture.OutputKind;
import io.plumbline.capture.TraceRef;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanSamplingTest {
  private static final long SLOW = Duration.ofSeconds(2).toNanos();
  private static final KeepRules KEEP = new KeepRules(true, Duration.ofSeconds(1), 0.6);

  /** Parent: none, sampled or unsampled. What: ok, error, slow or unsure. */
  @ParameterizedTest
  @CsvSource({
    "always_on,                none,      ok,     IN_TRACE",
    "always_on,                unsampled, ok,     IN_TRACE",
    "always_off,               none,      error,  NO_SPAN",
    "always_off,               sampled,   ok,     NO_SPAN",
    "traceidratio,             none,      ok,     NO_SPAN",
    "traceidratio,             none,      error,  IN_TRACE",
    "traceidratio,             sampled,   slow,   IN_TRACE",
    "traceidratio,             unsampled, slow,   OWN_TRACE",
    "parentbased_always_on,    none,      ok,     IN_TRACE",
    "parentbased_always_on,    sampled,   ok,     IN_TRACE",
    "parentbased_always_on,    unsampled, ok,     NO_SPAN",
    "parentbased_always_on,    unsampled, error,  OWN_TRACE",
    "parentbased_always_on,    unsampled, slow,   OWN_TRACE",
    "parentbased_always_on,    unsampled, unsure, OWN_TRACE",
    "parentbased_always_off,   none,      ok,     NO_SPAN",
    "parentbased_always_off,   sampled,   ok,     IN_TRACE",
    "parentbased_always_off,   none,      unsure, IN_TRACE",
    "parentbased_traceidratio, none,      ok,     NO_SPAN",
    "parentbased_traceidratio, sampled,   ok,     IN_TRACE",
    "PARENTBASED_ALWAYS_ON,    sampled,   ok,     IN_TRACE",
  })
  void samplerAndKeepRulesDecide(
      String sampler, String parent, String what, SpanDecision decision) {
    SpanSampling sampling = SpanSampling.named(sampler, 0, KEEP);
    long parentSpan = parent.equals("none") ? 0 : 3;
    int flags = parent.equals("sampled") ? 1 : 0;
    Inference inference =
        inference(
            new TraceRef(1, 2, 4, parentSpan, flags, null),
            what.equals("error") ? "java.io.IOException" : null,
            what.equals("slow") ? SLOW : 5);
    Prediction prediction = new Prediction(2).putConfidences(what.equals("unsure") ? .55 : .95, .9);

    assertThat(sampling.decide(inference, prediction)).isEqualTo(decision);
    assertThat(sampling.decide(inference, prediction)).isEqualTo(decision);
  }

  @Test
  void confidenceThatIsNotKnownIsNotUnsure() {
    SpanSampling sampling = SpanSampling.named("parentbased_always_on", 1, KEEP);
    Inference inference = inference(new TraceRef(1, 2, 4, 3, 0, null), null, 5);

    assertThat(sampling.decide(inference, Prediction.NONE)).isEqualTo(NO_SPAN);
    assertThat(sampling.decide(inference, new Prediction(1).putConfidences(Double.NaN)))
        .isEqualTo(NO_SPAN);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.25, 0.5, 1})
  void ratioDecidesAsTheSdkDoesAndKeepsThatShare(double ratio) {
    SpanSampling sampling = SpanSampling.named("traceidratio", ratio, KeepRules.NONE);
    Sampler sdk = Sampler.traceIdRatioBased(ratio);
    Random random = new Random(20_260);
    int traces = 20_000;

    long kept =
        IntStream.range(0, traces)
            .filter(
                i -> {
                  TraceRef trace =
                      new TraceRef(random.nextLong(), random.nextLong(), 4, 0, 0, null);
                  boolean ours =
                      sampling.decide(inference(trace, null, 5), Prediction.NONE) == IN_TRACE;
                  assertThat(ours).isEqualTo(isSampled(sdk, trace));
                  return ours;
                })
            .count();

    double deviation = 4 * Math.sqrt(ratio * (1 - ratio) / traces);
    assertThat((double) kept / traces)
        .isBetween(ratio - deviation - 1e-9, ratio + deviation + 1e-9);
  }

  private static boolean isSampled(Sampler sdk, TraceRef trace) {
    String traceId = TraceId.fromLongs(trace.traceIdHigh(), trace.traceIdLow());
    return sdk.shouldSample(
                Context.root(), traceId, "", SpanKind.INTERNAL, Attributes.empty(), List.of())
            .getDecision()
        == SamplingDecision.RECORD_AND_SAMPLE;
  }

  @Test
  void unknownSamplerIsRefusedInWords() {
    assertThatThrownBy(() -> SpanSampling.named("jaeger_remote", 1, KEEP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("jaeger_remote is not a sampler; use always_on");
    assertThatThrownBy(() -> SpanSampling.named("traceidratio", 1.5, KEEP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a sampling ratio is 0 to 1, not 1.5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "parentbased_always_on ratio=1.0 errors",
        "always_off ratio=1.0",
        "parentbased_traceidratio ratio=0.1 errors slower_than=PT1.5S confidence_below=0.6"
      })
  void samplingIsReadAsItWasWritten(String text) {
    assertThat(SpanSampling.decoded(text).encoded()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "sometimes", "always_on colour=red", "always_on slower_than=1s", "always_on "})
  void textThatIsNoSamplingIsRefused(String text) {
    assertThatThrownBy(() -> SpanSampling.decoded(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Inference inference(TraceRef trace, @Nullable String error, long durationNanos) {
    return new Inference(
        0,
        0,
        "Any.predict",
        ModelRef.of("any", "m"),
        null,
        trace,
        1,
        durationNanos,
        new Outcome(error, null),
        1,
        List.of(),
        List.of(),
        null,
        null,
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
