package com.acme.scoring;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The array scorer, observed by hand with the OpenTelemetry SDK as its documentation shows: a span
 * with each feature, the prediction and its confidence, and a histogram of durations; all keys made
 * once. The processor has its default settings.
 */
final class TracedScorer implements Scorer, AutoCloseable {
  private static final List<AttributeKey<Double>> FEATURE_KEYS =
      IntStream.range(0, FEATURES).mapToObj(i -> AttributeKey.doubleKey("ml.input.f" + i)).toList();
  private static final AttributeKey<Double> SCORE = AttributeKey.doubleKey("ml.prediction.score");
  private static final AttributeKey<Double> CONFIDENCE =
      AttributeKey.doubleKey("ml.prediction.confidence");
  private static final AttributeKey<String> LABEL = AttributeKey.stringKey("ml.prediction.label");
  private static final AttributeKey<String> MODEL = AttributeKey.stringKey("ml.model.name");

  private final ThreadLocal<ArrayScorer.Request> requests =
      ThreadLocal.withInitial(ArrayScorer.Request::new);
  private final ArrayScorer scorer;
  private final SdkTracerProvider tracing;
  private final SdkMeterProvider metering;
  private final Tracer tracer;
  private final DoubleHistogram duration;

  TracedScorer(ModelBody body, String endpoint) {
    this.scorer = new ArrayScorer(body);
    this.tracing =
        SdkTracerProvider.builder()
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        OtlpHttpSpanExporter.builder().setEndpoint(endpoint + "/v1/traces").build())
                    .build())
            .build();
    this.metering =
        SdkMeterProvider.builder()
            .registerMetricReader(
                PeriodicMetricReader.builder(
                        OtlpHttpMetricExporter.builder()
                            .setEndpoint(endpoint + "/v1/metrics")
                            .build())
                    .setInterval(Duration.ofSeconds(1))
                    .build())
            .build();
    this.tracer = tracing.get("scoring");
    this.duration =
        metering.get("scoring").histogramBuilder("ml.inference.duration").setUnit("s").build();
  }

  @Override
  public double score() {
    ArrayScorer.Request request = requests.get();
    request.answer = predict(request.features);
    return request.answer[1];
  }

  private float[] predict(float[] given) {
    long start = System.nanoTime();
    Span span = tracer.spanBuilder("predict fraud").startSpan();
    try {
      float[] probabilities = scorer.predict(given);
      for (int i = 0; i < FEATURES; i++) {
        span.setAttribute(FEATURE_KEYS.get(i), (double) given[i]);
      }
      span.setAttribute(MODEL, "fraud");
      span.setAttribute(LABEL, probabilities[1] > 0.5f ? "fraud" : "fine");
      span.setAttribute(SCORE, (double) probabilities[1]);
      span.setAttribute(CONFIDENCE, (double) Math.max(probabilities[0], probabilities[1]));
      return probabilities;
    } finally {
      span.end();
      duration.record((System.nanoTime() - start) / 1e9);
    }
  }

  @Override
  public void close() {
    tracing.shutdown().join(10, TimeUnit.SECONDS);
    metering.shutdown().join(10, TimeUnit.SECONDS);
  }
}
