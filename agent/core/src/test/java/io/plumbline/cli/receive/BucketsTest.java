package io.plumbline.cli.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.ExplicitBucketHistogramOptions;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.plumbline.otlp.Message;
import io.plumbline.otlp.OtlpMessages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of histograms that the SDK made. */
class BucketsTest {
  @Test
  void explicitQuantilesAreWithinTheirBucket() throws IOException {
    Buckets buckets =
        Buckets.explicit(
            point(
                "histogram",
                Aggregation.explicitBucketHistogram(
                    ExplicitBucketHistogramOptions.builder()
                        .setBucketBoundaries(List.of(10.0, 20.0, 50.0))
                        .build())));

    assertThat(buckets.quantile(0.5)).isCloseTo(50, within(1.0));
    assertThat(buckets.quantile(0.15)).isCloseTo(15, within(1.0));
    assertThat(buckets.quantile(0.99)).isCloseTo(99, within(1.0));
    assertThat(buckets.quantile(1)).isEqualTo(100);
  }

  @Test
  void exponentialQuantilesAreClose() throws IOException {
    Buckets buckets =
        Buckets.exponential(
            point("exponentialHistogram", Aggregation.base2ExponentialBucketHistogram()));

    assertThat(buckets.quantile(0.5)).isCloseTo(50, within(2.0));
    assertThat(buckets.quantile(0.99)).isCloseTo(99, within(2.0));
    assertThat(buckets.quantile(1)).isEqualTo(100);
  }

  @Test
  void histogramWithoutValuesHasNoQuantile() throws IOException {
    assertThat(Buckets.explicit(OtlpMessages.STATUS.decode(new byte[0])).quantile(0.5)).isNaN();
  }

  /** Each of 1 to 100, once. */
  private static Message point(String kind, Aggregation aggregation) throws IOException {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    SdkMeterProvider meters =
        SdkMeterProvider.builder()
            .registerMetricReader(reader)
            .registerView(
                InstrumentSelector.builder().setName("*").build(),
                View.builder().setAggregation(aggregation).build())
            .build();
    var histogram = meters.get("test").histogramBuilder("values").build();
    for (int value = 1; value <= 100; value++) {
      histogram.record(value);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MetricsRequestMarshaler.create(reader.collectAllMetrics()).writeBinaryTo(bytes);
    Message request = OtlpMessages.METRICS_REQUEST.decode(bytes.toByteArray());
    Message metric =
        Telemetry.metrics(request.messages("resourceMetrics").get(0)).findFirst().orElseThrow();
    return metric.message(kind).messages("dataPoints").get(0);
  }
}
