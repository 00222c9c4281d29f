package io.plumbline.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Ours, from the bytes the SDK writes, against the JSON the SDK writes of the same data. */
class OtlpJsonTest {
  private static final Resource RESOURCE =
      Resource.create(
          Attributes.of(
              AttributeKey.stringKey("service.name"),
              "fraud",
              AttributeKey.longKey("process.pid"),
              4711L));

  @Test
  void spansReadAsTheSdkWritesThem() throws IOException {
    Marshaler request = TraceRequestMarshaler.create(List.of(full(), plain()));

    assertThat(ours(OtlpMessages.TRACE_REQUEST, request)).isEqualTo(theirs(request));
  }

  @Test
  void metricsReadAsTheSdkWritesThem() throws IOException {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    SdkMeterProvider meters =
        SdkMeterProvider.builder()
            .setResource(RESOURCE)
            .registerMetricReader(reader)
            .registerView(
                InstrumentSelector.builder().setName("ml.feature.value").build(),
                View.builder()
                    .setAggregation(Aggregation.base2ExponentialBucketHistogram())
                    .build())
            .build();
    var meter = meters.get("io.plumbline");
    meter.counterBuilder("plumbline.inferences").setUnit("{inference}").build().add(3);
    meter.counterBuilder("sum").ofDoubles().build().add(0.5);
    meter.gaugeBuilder("plumbline.spool.lag").setUnit("s").build().set(Double.NaN);
    var duration = meter.histogramBuilder("ml.inference.duration").setUnit("s").build();
    var feature = meter.histogramBuilder("ml.feature.value").build();
    for (double value : new double[] {-3.5, 0, 0.001, 0.25, 7, 1e6}) {
      duration.record(Math.abs(value), RESOURCE.getAttributes());
      feature.record(value);
    }
    Marshaler request = MetricsRequestMarshaler.create(reader.collectAllMetrics());

    assertThat(ours(OtlpMessages.METRICS_REQUEST, request)).isEqualTo(theirs(request));
  }

  private static Object ours(MessageType type, Marshaler request) throws IOException {
    ByteArrayOutputStream binary = new ByteArrayOutputStream();
    request.writeBinaryTo(binary);
    String json = OtlpJson.write(type.decode(binary.toByteArray()));
    assertThat(json).doesNotContain("\n");
    return parsed(json);
  }

  private static Object theirs(Marshaler request) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    request.writeJsonTo(json);
    return withoutEmptyLists(parsed(json.toString(StandardCharsets.UTF_8)));
  }

  /** The SDK writes them; on the wire they are nothing. */
  private static Object withoutEmptyLists(Object json) {
    if (json instanceof Map<?, ?> map) {
      Map<Object, Object> kept = new HashMap<>();
      map.forEach(
          (key, value) -> {
            if (!List.of().equals(value)) {
              kept.put(key, withoutEmptyLists(value));
            }
          });
      return kept;
    }
    return json instanceof List<?> list
        ? list.stream().map(OtlpJsonTest::withoutEmptyLists).toList()
        : json;
  }

  /** JSON is YAML. */
  private static Object parsed(String json) {
    return new Load(LoadSettings.builder().setCodePointLimit(10_000_000).build())
        .loadFromString(json);
  }

  private static SpanData full() {
    SpanContext context =
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.builder().put("vendor", "x").build());
    return TestSpanData.builder()
        .setName("predict \"fraud\" \\ größer\n\u0001")
        .setKind(SpanKind.INTERNAL)
        .setSpanContext(context)
        .setParentSpanContext(context)
        .setResource(RESOURCE)
        .setInstrumentationScopeInfo(
            InstrumentationScopeInfo.builder("io.plumbline").setVersion("0.1").build())
        .setStartEpochNanos(1_700_000_000_000_000_001L)
        .setEndEpochNanos(1_700_000_000_002_000_000L)
        .setStatus(StatusData.error())
        .setAttributes(
            Attributes.builder()
                .put("ml.input.amount", 149.62)
                .put("ml.input.large", 1e300)
                .put("ml.input.unknown", Double.NaN)
                .put("ml.input.count", Long.MIN_VALUE)
                .put("ml.input.country", "FR")
                .put("ml.input.foreign", false)
                .put("ml.input.names", "amount", "country")
                .put("ml.input.values", 1.5, -0.25)
                .put("ml.input.shape", 1, 2)
                .build())
        .setTotalAttributeCount(12)
        .setEvents(
            List.of(
                EventData.create(
                    1_700_000_000_001_000_000L,
                    "exception",
                    Attributes.builder().put("exception.type", "java.io.IOException").build())))
        .setTotalRecordedEvents(1)
        .setLinks(List.of(LinkData.create(context)))
        .setTotalRecordedLinks(1)
        .setHasEnded(true)
        .build();
  }

  private static SpanData plain() {
    return TestSpanData.builder()
        .setName("predict")
        .setKind(SpanKind.SERVER)
        .setResource(Resource.empty())
        .setStartEpochNanos(1)
        .setEndEpochNanos(2)
        .setStatus(StatusData.unset())
        .setHasEnded(true)
        .build();
  }
}
