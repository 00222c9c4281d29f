package io.plumbline.instrumentation.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.capture.TraceRef;
import io.plumbline.redact.RedactionPolicy;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HostInferenceTest {
  private static final String TRACE = "f1e2d3c4b5a69788790a1b2c3d4e5f60";
  private static final String SPAN = "8a9b0c1d2e3f4051";

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  private final int hook = recorder.hooks().register("onnxruntime", "test").index();

  @Test
  void inferenceIsChildOfTheCurrentSpan() {
    try (SdkTracerProvider provider = provider(Sampler.alwaysOn())) {
      Span span = provider.get("host").spanBuilder("request").startSpan();
      within(span, this::inference);
      span.end();

      SpanContext parent = span.getSpanContext();
      TraceRef trace = recorder.onlyInference().trace();
      assertThat(hex(trace.traceIdHigh()) + hex(trace.traceIdLow())).isEqualTo(parent.getTraceId());
      assertThat(hex(trace.parentSpanId())).isEqualTo(parent.getSpanId());
      assertThat(trace.isParentSampled()).isTrue();
      assertThat(trace.traceState()).isNull();
    }
  }

  @Test
  void unsampledParentIsStillTheParent() {
    try (SdkTracerProvider provider = provider(Sampler.alwaysOff())) {
      Span span = provider.get("host").spanBuilder("request").startSpan();
      within(span, this::inference);

      TraceRef trace = recorder.onlyInference().trace();
      assertThat(trace.hasParent()).isTrue();
      assertThat(hex(trace.parentSpanId())).isEqualTo(span.getSpanContext().getSpanId());
      assertThat(trace.isParentSampled()).isFalse();
    }
  }

  @Test
  void remoteParentBringsItsTraceState() {
    TraceState state = TraceState.builder().put("vendor", "x:1").put("other", "1").build();
    Span remote =
        Span.wrap(
            SpanContext.createFromRemoteParent(TRACE, SPAN, TraceFlags.fromByte((byte) 3), state));
    within(remote, this::inference);

    TraceRef trace = recorder.onlyInference().trace();
    assertThat(hex(trace.traceIdHigh()) + hex(trace.traceIdLow())).isEqualTo(TRACE);
    assertThat(hex(trace.parentSpanId())).isEqualTo(SPAN);
    assertThat(trace.flags()).isEqualTo(3);
    assertThat(trace.traceState()).isEqualTo("other=1,vendor=x:1");
  }

  @Test
  void inferenceOutsideAnySpanHasATraceOfItsOwn() {
    inference();

    TraceRef trace = recorder.onlyInference().trace();
    assertThat(trace.hasParent()).isFalse();
    assertThat(trace.traceIdLow()).isNotZero();
  }

  @Test
  void nestedInferenceIsNotBegun() {
    InFlightInference outer = Objects.requireNonNull(HostInference.begin(hook));

    assertThat(HostInference.begin(hook)).isNull();
    InferenceRecorder.end(outer, null);
  }

  @Test
  void askingForTheCurrentSpanAllocatesNothing() {
    Span span =
        Span.wrap(
            SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault()));
    InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(hook));
    within(
        span,
        () -> {
          adoptRepeatedly(20_000, call);
          long before = allocatedBytes();
          adoptRepeatedly(1000, call);

          assertThat(allocatedBytes() - before).isLessThan(1000);
        });
    InferenceRecorder.end(call, null);
  }

  /** Without a processor the SDK makes no spans. */
  private static SdkTracerProvider provider(Sampler sampler) {
    return SdkTracerProvider.builder()
        .setSampler(sampler)
        .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite()))
        .build();
  }

  private static void adoptRepeatedly(int times, InFlightInference call) {
    for (int i = 0; i < times; i++) {
      HostSpan.adoptBy(call);
    }
  }

  private static void within(Span span, Runnable action) {
    Context.current().with(span).wrap(action).run();
  }

  private static long allocatedBytes() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private void inference() {
    InferenceRecorder.end(Objects.requireNonNull(HostInference.begin(hook)), null);
  }

  private static String hex(long value) {
    return HexFormat.of().toHexDigits(value);
  }
}
