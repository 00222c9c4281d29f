package io.plumbline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExponentialHistogramTest {
  /** Values as features have them; only what the SDK counts: it leaves out negative ones. */
  enum Values {
    UNIFORM,
    NORMAL_AROUND_1000,
    MANY_MAGNITUDES,
    ONE_VALUE;

    DoubleSupplier from(Random random) {
      return switch (this) {
        case UNIFORM -> random::nextDouble;
        case NORMAL_AROUND_1000 -> () -> Math.abs(1000 + random.nextGaussian());
        case MANY_MAGNITUDES -> () -> Math.exp(60 * random.nextGaussian());
        case ONE_VALUE -> () -> 41.5;
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsAsTheSdkDoes(Values values) {
    DoubleSupplier next = values.from(new Random(7));
    ExponentialHistogram ours = new ExponentialHistogram();
    CollectOnce reader = new CollectOnce();
    try (SdkMeterProvider provider =
        SdkMeterProvider.builder().registerMetricReader(reader).build()) {
      DoubleHistogram sdk = provider.get("test").histogramBuilder("h").build();
      for (int i = 0; i < 3000; i++) {
        double value = i % 100 == 0 ? 0 : next.getAsDouble();
        ours.record(value);
        sdk.record(value, Attributes.empty());
      }

      ExponentialHistogramPointData point = reader.point();
      assertThat(ours.count()).isEqualTo(point.getCount());
      assertThat(ours.zeroCount()).isEqualTo(point.getZeroCount());
      assertThat(ours.sum()).isCloseTo(point.getSum(), withPercentage(1e-9));
      assertThat(ours.scale()).isEqualTo(point.getScale());
      assertThat(ours.positive().offset()).isEqualTo(point.getPositiveBuckets().getOffset());
      assertThat(ours.positive().counts()).isEqualTo(point.getPositiveBuckets().getBucketCounts());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-4, -1, 0, 1, 7, 20})
  void valueLiesWithinItsBucket(int scale) {
    Random random = new Random(scale);
    double base = Math.pow(2, Math.pow(2, -scale));
    for (int i = 0; i < 2000; i++) {
      double value = Math.exp(20 * random.nextGaussian());
      double exact = Math.log(value) / Math.log(base);

      int index = ExponentialHistogram.index(value, scale);

      // The logarithm of the test is itself rounded.
      double tolerance = 1e-9 * Math.max(1, Math.abs(exact));
      assertThat(exact).isBetween(index - tolerance, index + 1 + tolerance);
    }
  }

  /**
   * Here the SDK, which takes a logarithm, is off by one now and then; the data model allows it.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 20})
  void powerOfTwoIsTheUpperBoundOfItsBucket(int scale) {
    for (int exponent = -1022; exponent <= 1023; exponent++) {
      assertThat(ExponentialHistogram.index(Math.scalb(1.0, exponent), scale))
          .isEqualTo((exponent << scale) - 1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {Double.MIN_VALUE, Double.MIN_NORMAL, 1, 2, 1024, 0.5, 0x1p-1050, Double.MAX_VALUE})
  void extremesLieWithinTheirBuckets(double value) {
    int index = ExponentialHistogram.index(value, 0);

    // Bounds 2^index < value <= 2^(index + 1).
    assertThat(Math.scalb(1.0, index) < value || index < -1074).isTrue();
    assertThat(value <= Math.scalb(1.0, Math.min(index + 1, 1023)) || index == 1023).isTrue();
  }

  @Test
  void rangeGrowsWiderThanTheBucketsByGrowingCoarser() {
    ExponentialHistogram histogram = new ExponentialHistogram();
    histogram.record(Double.MIN_VALUE);
    histogram.record(Double.MAX_VALUE);
    histogram.record(-1);
    histogram.record(-1e-300);

    assertThat(histogram.scale()).isBetween(-10, -3);
    assertThat(histogram.positive().counts()).hasSizeLessThanOrEqualTo(160);
    assertThat(histogram.positive().counts().stream().mapToLong(n -> n).sum()).isEqualTo(2);
    assertThat(histogram.negative().counts().stream().mapToLong(n -> n).sum()).isEqualTo(2);
    assertThat(histogram.min()).isEqualTo(-1);
  }

  @Test
  void stateThatIsReadBackCountsOnAlike() throws IOException {
    Random random = new Random(3);
    ExponentialHistogram whole = new ExponentialHistogram();
    ExponentialHistogram part = new ExponentialHistogram();
    for (int i = 0; i < 2000; i++) {
      double value = random.nextGaussian() * Math.exp(10 * random.nextGaussian());
      whole.record(value);
      part.record(value);
      if (i % 500 == 250) {
        part = copy(part);
      }
    }

    assertThat(part)
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*counts")
        .isEqualTo(whole);
    assertThat(part.positive().counts()).isEqualTo(whole.positive().counts());
    assertThat(part.negative().counts()).isEqualTo(whole.negative().counts());
  }

  private static ExponentialHistogram copy(ExponentialHistogram histogram) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    histogram.writeTo(new DataOutputStream(bytes));
    ExponentialHistogram copy = new ExponentialHistogram();
    copy.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    return copy;
  }

  /** Gives the only point there is. */
  private static final class CollectOnce implements MetricReader {
    private CollectionRegistration registration = CollectionRegistration.noop();

    ExponentialHistogramPointData point() {
      return registration
          .collectAllMetrics()
          .iterator()
          .next()
          .getExponentialHistogramData()
          .getPoints()
          .iterator()
          .next();
    }

    @Override
    public void register(CollectionRegistration newRegistration) {
      registration = newRegistration;
    }

    @Override
    public Aggregation getDefaultAggregation(InstrumentType type) {
      return Aggregation.base2ExponentialBucketHistogram();
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
