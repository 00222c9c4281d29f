package io.plumbline.benchmarks;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.plumbline.capture.CaptureLimits;
import io.plumbline.capture.CaptureSettings;
import io.plumbline.capture.DataType;
import io.plumbline.capture.HookRegistry;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceClock;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.ModelCapture;
import io.plumbline.capture.ModelConfiguration;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.TensorRole;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.redact.HashKey;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.ring.MappedRing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One inference of 32 float features and 2 probabilities on a host thread: by Plumbline, by the
 * OpenTelemetry SDK as a good engineer would write it by hand, and the least that any capture does.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CaptureBenchmark {
  private static final int FEATURES = 32;

  /** As many as surely fit the ring, so that none is measured being dropped. */
  private static final int CALLS = 1000;

  private static final List<AttributeKey<Double>> KEYS =
      IntStream.range(0, FEATURES).mapToObj(i -> AttributeKey.doubleKey("ml.input.f" + i)).toList();
  private static final AttributeKey<Double> SCORE = AttributeKey.doubleKey("ml.prediction.score");

  private final float[] features = new float[FEATURES];
  private final float[] probabilities = {0.2f, 0.8f};
  private final MappedRing ring = MappedRing.inMemory(MappedRing.DEFAULT_CAPACITY);
  private final byte[] minimal = new byte[FEATURES * Float.BYTES + Long.BYTES];
  private final ByteBuffer minimalView = ByteBuffer.wrap(minimal).order(ByteOrder.LITTLE_ENDIAN);
  private final FloatBuffer minimalFloats = minimalView.asFloatBuffer();
  private final SdkTracerProvider tracing =
      SdkTracerProvider.builder()
          .addSpanProcessor(BatchSpanProcessor.builder(new DiscardingExporter()).build())
          .build();
  private final SdkMeterProvider metering = SdkMeterProvider.builder().build();
  private final Tracer tracer = tracing.get("benchmark");
  private final DoubleHistogram duration =
      metering.get("benchmark").histogramBuilder("ml.inference.duration").build();

  private @Nullable ModelCapture model;
  private int hook;

  @Setup
  public void install() {
    HookRegistry hooks = new HookRegistry();
    hook = hooks.register("benchmark", "Benchmark.predict").index();
    RedactionPolicy policy =
        new RedactionPolicy(RedactionPolicy.Values.SAFE, HashKey.of(HashKey.newKey(), null));
    AgentErrors errors = new AgentErrors(new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO));
    InferenceRecorder.install(
        new InferenceRecorder(
            new CaptureSettings(CaptureLimits.DEFAULT, policy, ModelConfiguration.NONE),
            hooks,
            ring,
            InferenceClock.system(),
            errors));
    model = InferenceRecorder.describe(ModelRef.of("benchmark", "fraud"));
  }

  /** In place of the writer thread: what was recorded leaves the ring outside the measurement. */
  @Setup(Level.Invocation)
  public void drain() {
    while (ring.drain((recordHook, payload, end) -> true, 1 << 20) > 0) {}
  }

  @TearDown
  public void uninstall() {
    InferenceRecorder.install(null);
    tracing.close();
    metering.close();
  }

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void plumbline() {
    for (int i = 0; i < CALLS; i++) {
      InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(hook));
      call.model(Objects.requireNonNull(model));
      call.batchSize(1);
      call.tensor(TensorRole.INPUT, "x", DataType.FP32, 1, FEATURES).floats(features).close();
      call.hostRuns();
      call.agentRuns();
      call.tensor(TensorRole.OUTPUT, "p", DataType.FP32, 1, 2).floats(probabilities).close();
      InferenceRecorder.end(call, null);
    }
  }

  /** Two readings of the clock, the features, a claim, a copy, a commit: no agent does less. */
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void minimalCapture() {
    for (int i = 0; i < CALLS; i++) {
      long start = System.nanoTime();
      minimalFloats.put(0, features);
      minimalView.putLong(FEATURES * Float.BYTES, System.nanoTime() - start);
      ring.accept(hook, minimal, minimal.length);
    }
  }

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void openTelemetryByHand() {
    for (int i = 0; i < CALLS; i++) {
      long start = System.nanoTime();
      Span span = tracer.spanBuilder("predict fraud").startSpan();
      for (int feature = 0; feature < FEATURES; feature++) {
        span.setAttribute(KEYS.get(feature), (double) features[feature]);
      }
      span.setAttribute(SCORE, (double) probabilities[1]);
      span.end();
      duration.record((System.nanoTime() - start) / 1e9);
    }
  }

  /** Costs nothing, so that only the host thread's part is measured. */
  private static final class DiscardingExporter implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
