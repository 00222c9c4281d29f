package io.plumbline.cli.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrinterTest {
  private static final Resource RESOURCE =
      Resource.create(
          Attributes.builder().put("service.name", "fraud").put("host.name", "box").build());

  private final StringWriter text = new StringWriter();
  private final Printer printer = new Printer(new PrintWriter(text));

  @Test
  void spanReadsFromFeaturesToPrediction() throws IOException {
    Attributes attributes =
        common()
            .put("ml.input.amount", 149.62)
            .put("ml.input.country", "FR")
            .put("ml.prediction.label", "fraud")
            .put("ml.prediction.score", 0.93)
            .put("ml.prediction.confidence", 0.93)
            .put("ml.prediction.classes", "legit", "fraud")
            .put("ml.prediction.probabilities", 0.07, 0.93)
            .put("ml.batch.size", 1)
            .build();

    print(span(attributes).build());

    assertThat(text.toString())
        .isEqualTo(
            """
            resource  fraud
            ├─ host.name     box
            └─ service.name  fraud

            predict fraud  2.31 ms
            ├─ features
            │  ├─ amount   149.62
            │  └─ country  FR
            ├─ prediction           fraud
            │  ├─ score          0.93
            │  └─ probabilities  legit 0.07, fraud 0.93
            ├─ confidence           0.93
            ├─ latency              2.31 ms
            ├─ model                fraud 3
            ├─ framework            xgboost 2.1.4
            ├─ rows                 1
            ├─ started              2023-11-14T22:13:20Z
            ├─ trace                0af7651916cd43dd8448eb211c80319c span b7ad6b7169203331
            └─ ml.redaction.policy  safe

            """);
  }

  @Test
  void rowsOfABatchAreLines() throws IOException {
    Attributes attributes =
        Attributes.builder()
            .put("ml.input.names", "amount", "age")
            .put("ml.input.values", 1, 20.5, 2, 30, 3, 40, 4, 50, 5, 60)
            .put("ml.input.shape", 5, 2)
            .put(AttributeKey.stringArrayKey("ml.prediction.labels"), List.of("a", "b"))
            .build();

    print(span(attributes).build());

    assertThat(text.toString())
        .contains(
            """
            ├─ features    shape 5, 2
            │  ├─ row 0  amount=1, age=20.5
            │  ├─ row 1  amount=2, age=30
            │  ├─ row 2  amount=3, age=40
            │  ├─ row 3  amount=4, age=50
            │  └─ …      1 more rows
            ├─ prediction
            │  └─ labels  a, b
            """);
  }

  @Test
  void errorSaysWhatWasThrown() throws IOException {
    Attributes thrown =
        Attributes.builder()
            .put("exception.type", "java.lang.IllegalArgumentException")
            .put("exception.message", "7 features\u001b[31m, not 8")
            .build();

    print(
        span(common().put("error.type", "java.lang.IllegalArgumentException").build())
            .setStatus(StatusData.error())
            .setEvents(List.of(EventData.create(1, "exception", thrown)))
            .setTotalRecordedEvents(1)
            .build());

    assertThat(text.toString())
        .contains("predict fraud  2.31 ms  ERROR\n")
        .contains("├─ error                java.lang.IllegalArgumentException")
        .contains("exception.message  7 features [31m, not 8");
  }

  @Test
  void resourceIsPrintedOnce() throws IOException {
    print(span(Attributes.empty()).build());
    print(span(Attributes.empty()).build());

    assertThat(text.toString()).containsOnlyOnce("resource  fraud");
  }

  @Test
  void metricsAreATable() throws IOException {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    var meter =
        SdkMeterProvider.builder()
            .setResource(RESOURCE)
            .registerMetricReader(reader)
            .build()
            .get("io.plumbline");
    Attributes model = Attributes.builder().put("ml.model.name", "fraud").build();
    var duration =
        meter
            .histogramBuilder("ml.inference.duration")
            .setUnit("s")
            .setExplicitBucketBoundariesAdvice(List.of(0.001, 0.002, 0.004))
            .build();
    for (int i = 0; i < 100; i++) {
      duration.record(i < 98 ? 0.0015 : 0.003, model);
    }
    meter.counterBuilder("ml.prediction.count").build().add(41, model);
    meter.gaugeBuilder("plumbline.spool.lag").setUnit("s").build().set(0.25);

    print(ReceivedSignal.METRICS, MetricsRequestMarshaler.create(reader.collectAllMetrics()));

    assertThat(text.toString())
        .endsWith(
            """
            metric                 series                value  count     mean      p50      p99
            ml.inference.duration  model.name=fraud               100  1.53 ms  1.76 ms  2.50 ms
            ml.prediction.count    model.name=fraud         41
            plumbline.spool.lag                      250.00 ms

            """);
  }

  private static AttributesBuilder common() {
    return Attributes.builder()
        .put("ml.model.name", "fraud")
        .put("ml.model.version", "3")
        .put("ml.framework.name", "xgboost")
        .put("ml.framework.version", "2.1.4")
        .put("ml.redaction.policy", "safe");
  }

  private static TestSpanData.Builder span(Attributes attributes) {
    return TestSpanData.builder()
        .setName("predict fraud")
        .setKind(SpanKind.INTERNAL)
        .setSpanContext(
            SpanContext.create(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                TraceFlags.getSampled(),
                TraceState.getDefault()))
        .setResource(RESOURCE)
        .setStartEpochNanos(1_700_000_000_000_000_000L)
        .setEndEpochNanos(1_700_000_000_002_310_000L)
        .setStatus(StatusData.unset())
        .setAttributes(attributes)
        .setHasEnded(true);
  }

  private void print(TestSpanData span) throws IOException {
    print(ReceivedSignal.TRACES, TraceRequestMarshaler.create(List.of(span)));
  }

  private void print(ReceivedSignal signal, Marshaler request) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    request.writeBinaryTo(bytes);
    printer.arrived(signal, signal.decode(bytes.toByteArray()));
  }
}
