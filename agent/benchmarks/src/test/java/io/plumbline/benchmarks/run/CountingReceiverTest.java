package io.plumbline.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the SDK sends is counted as it was made. */
class CountingReceiverTest {
  @AutoClose private final CountingReceiver receiver;

  CountingReceiverTest() throws IOException {
    receiver = new CountingReceiver();
  }

  @Test
  void spansAreCounted() {
    try (SdkTracerProvider tracing =
        SdkTracerProvider.builder()
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        OtlpHttpSpanExporter.builder()
                            .setEndpoint(receiver.endpoint() + "/v1/traces")
                            .build())
                    .build())
            .build()) {
      for (int i = 0; i < 700; i++) {
        tracing.get("test").spanBuilder("x").startSpan().setAttribute("i", i).end();
      }
      assertThat(tracing.forceFlush().join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
    }

    assertThat(receiver.spans()).isEqualTo(700);
    assertThat(receiver.spanBytes()).isGreaterThan(700);
  }

  @Test
  void newestMetricsAreKeptBySeries() {
    try (SdkMeterProvider metering =
        SdkMeterProvider.builder()
            .registerMetricReader(
                PeriodicMetricReader.create(
                    OtlpHttpMetricExporter.builder()
                        .setEndpoint(receiver.endpoint() + "/v1/metrics")
                        .build()))
            .build()) {
      metering.get("test").histogramBuilder("h").build().record(1);
      for (String reason : new String[] {"ring_full", "other", "ring_full"}) {
        metering
            .get("test")
            .counterBuilder("d")
            .build()
            .add(2, Attributes.of(AttributeKey.stringKey("reason"), reason));
        assertThat(metering.forceFlush().join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
      }
    }

    assertThat(receiver.metric("h")).isEqualTo(1);
    assertThat(receiver.metric("d")).isEqualTo(6);
    assertThat(receiver.byReason("d")).isEqualTo(Map.of("ring_full", 4.0, "other", 2.0));
  }

  @Test
  void requestThatEndsWithinAFieldIsRefused() {
    assertThatThrownBy(() -> SpanCount.of(new byte[] {10, 0x7f, 1}))
        .isInstanceOf(IOException.class);
  }
}
