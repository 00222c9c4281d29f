package io.plumbline.benchmarks;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.internal.otlp.traces.LowAllocationTraceRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.plumbline.capture.CaptureLimits;
import io.plumbline.capture.CaptureSettings;
import io.plumbline.capture.DataType;
import io.plumbline.capture.HookRegistry;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.Inference;
import io.plumbline.capture.InferenceClock;
import io.plumbline.capture.InferenceDecoder;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.ModelConfiguration;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.OutputKind;
import io.plumbline.capture.TensorRole;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.redact.HashKey;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.ring.MappedRing;
import io.plumbline.telemetry.EncodedSpan;
import io.plumbline.telemetry.InferenceMetrics;
import io.plumbline.telemetry.InferenceSpans;
import io.plumbline.telemetry.Interpretation;
import io.plumbline.telemetry.Interpreter;
import io.plumbline.telemetry.TelemetryOptions;
import io.plumbline.telemetry.TelemetryStream;
import io.plumbline.telemetry.TraceRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * What one inference of 32 named features costs behind the host thread: from its record to OTLP
 * bytes, with metrics of every feature; beside all that the OpenTelemetry SDK does for the same
 * span, and for the same span and metrics.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RelayBenchmark {
  private static final int FEATURES = 32;
  private static final int BATCH = 500;

  private static final List<String> NAMES =
      IntStream.range(0, FEATURES).mapToObj(i -> "feature" + i).toList();
  private static final List<AttributeKey<Double>> KEYS =
      NAMES.stream().map(name -> AttributeKey.doubleKey("ml.input." + name)).toList();
  private static final List<Attributes> FEATURE_ATTRIBUTES =
      NAMES.stream()
          .map(name -> Attributes.of(AttributeKey.stringKey("ml.feature.name"), name))
          .toList();
  private static final List<AttributeKey<String>> TEXT_KEYS =
      IntStream.range(0, 10).mapToObj(i -> AttributeKey.stringKey("ml.text" + i)).toList();
  private static final AttributeKey<Double> SCORE = AttributeKey.doubleKey("ml.prediction.score");

  private final List<byte[]> records = new ArrayList<>();
  private final float[] features = new float[FEATURES];
  private final InferenceDecoder decoder = new InferenceDecoder();
  private final Interpreter interpreter = new Interpreter();
  private final TelemetryOptions options = TelemetryOptions.defaults("1");
  private final InferenceSpans spans =
      new InferenceSpans(new TelemetryStream("stream", 1, Resource.getDefault()), options);
  private final InferenceMetrics metrics = new InferenceMetrics(options);
  private final Marshalling marshalling = new Marshalling();
  private final SdkTracerProvider tracing =
      SdkTracerProvider.builder()
          .addSpanProcessor(
              BatchSpanProcessor.builder(marshalling)
                  .setMaxExportBatchSize(BATCH)
                  .setMaxQueueSize(100 * BATCH)
                  .build())
          .build();
  private final SdkMeterProvider metering =
      SdkMeterProvider.builder()
          .registerMetricReader(new NeverReading())
          .registerView(
              InstrumentSelector.builder().setName("ml.feature.value").build(),
              View.builder().setAggregation(Aggregation.base2ExponentialBucketHistogram()).build())
          .build();
  private final Tracer tracer = tracing.get("benchmark");
  private final DoubleHistogram duration =
      metering.get("benchmark").histogramBuilder("ml.inference.duration").build();
  private final DoubleHistogram value =
      metering.get("benchmark").histogramBuilder("ml.feature.value").build();

  @Setup
  public void record() {
    for (int i = 0; i < FEATURES; i++) {
      features[i] = (float) Math.exp(i % 7);
    }
    HookRegistry hooks = new HookRegistry();
    int hook = hooks.register("benchmark", "Benchmark.predict").index();
    MappedRing ring = MappedRing.inMemory(MappedRing.DEFAULT_CAPACITY);
    RedactionPolicy policy =
        new RedactionPolicy(RedactionPolicy.Values.SAFE, HashKey.of(HashKey.newKey(), null));
    InferenceRecorder.install(
        new InferenceRecorder(
            new CaptureSettings(CaptureLimits.DEFAULT, policy, ModelConfiguration.NONE),
            hooks,
            ring,
            InferenceClock.system(),
            new AgentErrors(new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO))));
    ModelRef model = ModelRef.of("benchmark", "fraud").withVersion("1").withFeatures(NAMES);
    for (int i = 0; i < BATCH; i++) {
      InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(hook));
      call.model(InferenceRecorder.describe(model));
      call.batchSize(1);
      call.outputKind(OutputKind.BINARY_PROBABILITY);
      call.tensor(TensorRole.INPUT, "x", DataType.FP32, 1, FEATURES).floats(features).close();
      call.tensor(TensorRole.OUTPUT, "p", DataType.FP32, 1, 1).floats(new float[] {.8f}).close();
      InferenceRecorder.end(call, null);
    }
    InferenceRecorder.install(null);
    ring.drain(
        (recordHook, payload, end) -> {
          byte[] record = new byte[payload.remaining()];
          payload.get(record);
          return records.add(record);
        },
        BATCH);
  }

  @TearDown
  public void close() {
    tracing.close();
    metering.close();
  }

  /** All that a relay does that keeps up: each record is decoded once. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int plumbline() throws IOException {
    List<EncodedSpan> batch = new ArrayList<>(BATCH);
    for (byte[] record : records) {
      Interpretation interpretation = interpreted(record);
      metrics.record(interpretation);
      batch.add(Objects.requireNonNull(spans.span(interpretation)));
    }
    return written(batch);
  }

  private Interpretation interpreted(byte[] record) {
    return interpreter.interpret(ByteBuffer.wrap(record));
  }

  private static int written(List<EncodedSpan> batch) throws IOException {
    TraceRequest request = TraceRequest.of(batch);
    request.writeMessage(OutputStream.nullOutputStream());
    return request.getContentLength();
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void plumblineMetrics() {
    for (byte[] record : records) {
      metrics.record(interpreted(record));
    }
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int plumblineSpan() throws IOException {
    List<EncodedSpan> batch = new ArrayList<>(BATCH);
    for (byte[] record : records) {
      batch.add(Objects.requireNonNull(spans.span(interpreted(record))));
    }
    return written(batch);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int plumblineDecoding() {
    int values = 0;
    for (byte[] record : records) {
      Inference inference = decoder.decode(ByteBuffer.wrap(record));
      values += inference.inputs().get(0).size();
    }
    return values;
  }

  /** Its BatchSpanProcessor's thread works meanwhile; both are waited for. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public boolean openTelemetrySpan() {
    for (int i = 0; i < BATCH; i++) {
      makeSpan();
    }
    return tracing.forceFlush().join(10, TimeUnit.SECONDS).isSuccess();
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public boolean openTelemetry() {
    for (int i = 0; i < BATCH; i++) {
      makeSpan();
      duration.record(0.001);
      for (int feature = 0; feature < FEATURES; feature++) {
        value.record(features[feature], FEATURE_ATTRIBUTES.get(feature));
      }
    }
    return tracing.forceFlush().join(10, TimeUnit.SECONDS).isSuccess();
  }

  private void makeSpan() {
    Span span = tracer.spanBuilder("predict fraud").startSpan();
    for (int feature = 0; feature < FEATURES; feature++) {
      span.setAttribute(KEYS.get(feature), (double) features[feature]);
    }
    for (AttributeKey<String> key : TEXT_KEYS) {
      span.setAttribute(key, "a text of this length");
    }
    span.setAttribute(SCORE, 0.8);
    span.end();
  }

  /** Writes OTLP as the SDK's exporter does, to nowhere. */
  private static final class Marshalling implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> batch) {
      LowAllocationTraceRequestMarshaler marshaler = new LowAllocationTraceRequestMarshaler();
      marshaler.initialize(batch);
      try {
        marshaler.writeBinaryTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
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

  private static final class NeverReading implements MetricReader {
    @Override
    public void register(CollectionRegistration registration) {
      // Nobody reads; the instruments count all the same.
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
      return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public CompletableResultCode forceFlush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
