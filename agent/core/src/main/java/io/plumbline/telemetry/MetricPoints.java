package io.plumbline.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.plumbline.capture.CaptureLevel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the points of one snapshot, by instrument. A key that is null is the overflow's. */
final class MetricPoints {
  private static final AggregationTemporality CUMULATIVE = AggregationTemporality.CUMULATIVE;

  /** What the semantic conventions call all further values of {@code error.type}. */
  private static final String OTHER_ERROR = "_OTHER";

  private final TelemetryStream stream;
  private final InstrumentationScopeInfo scope;
  private final long epochNanos;
  private final Map<Instrument, List<PointData>> points = new LinkedHashMap<>();

  MetricPoints(TelemetryStream stream, String version, long epochNanos) {
    this.stream = stream;
    this.scope =
        InstrumentationScopeInfo.builder(InferenceAttributes.SCOPE).setVersion(version).build();
    // Whoever sets the clock back: no point lies before the start of its own series.
    this.epochNanos = Math.max(epochNanos, stream.startEpochNanos());
  }

  void addDuration(@Nullable ModelKey model, @Nullable CallKind kind, BucketHistogram histogram) {
    FlatAttributes.Builder attributes = ModelKey.attributes(model);
    if (kind != null) {
      attributes.put(InferenceAttributes.ERROR_TYPE, kind.errorType());
      attributes.put(InferenceAttributes.TRAINING, whenTrue(kind.training()));
    } else {
      attributes.put(InferenceAttributes.ERROR_TYPE, OTHER_ERROR);
    }
    add(Instrument.DURATION, attributes.build(), histogram);
  }

  void addBatchSize(
      @Nullable ModelKey model, @Nullable Boolean training, BucketHistogram histogram) {
    FlatAttributes.Builder attributes = ModelKey.attributes(model);
    attributes.put(InferenceAttributes.TRAINING, whenTrue(Boolean.TRUE.equals(training)));
    add(Instrument.BATCH_SIZE, attributes.build(), histogram);
  }

  void addLabel(@Nullable ModelKey model, @Nullable String label, long count) {
    FlatAttributes.Builder attributes = ModelKey.attributes(model);
    if (label != null) {
      attributes.put(InferenceAttributes.PREDICTION_LABEL, label);
    } else if (model != null) {
      attributes.put(InferenceAttributes.OVERFLOW, true);
    }
    add(Instrument.PREDICTION_COUNT, attributes.build(), count);
  }

  /** Also none: an alert needs the zero before the first one. */
  void addFailedRedactions(@Nullable ModelKey model, long count) {
    add(Instrument.REDACTION_FAILED, ModelKey.attributes(model).build(), count);
  }

  void addPrediction(Instrument instrument, @Nullable ModelKey model, BucketHistogram histogram) {
    if (histogram.count() > 0) {
      add(instrument, ModelKey.attributes(model).build(), histogram);
    }
  }

  void addFeature(@Nullable ModelKey model, @Nullable String name, FeatureStatistics feature) {
    FlatAttributes.Builder builder = ModelKey.attributes(model);
    if (name != null) {
      builder.put(InferenceAttributes.FEATURE_NAME, name);
    } else if (model != null) {
      builder.put(InferenceAttributes.OVERFLOW, true);
    }
    Attributes attributes = builder.build();
    if (feature.values().count() > 0) {
      add(Instrument.FEATURE_VALUE, exponential(attributes, feature));
    }
    add(Instrument.FEATURE_MISSING, attributes, feature.missing());
  }

  /** Nothing at a level that never was. */
  void addOverhead(CaptureLevel level, BucketHistogram histogram) {
    if (histogram.count() > 0) {
      add(
          Instrument.OVERHEAD,
          Attributes.of(InferenceAttributes.CAPTURE_LEVEL, level.attributeValue()),
          histogram);
    }
  }

  private static @Nullable Boolean whenTrue(boolean value) {
    return value ? Boolean.TRUE : null;
  }

  /** A point of a counter or an up-down counter. */
  void add(Instrument instrument, Attributes attributes, long value) {
    add(instrument, LongPointData.create(stream.startEpochNanos(), epochNanos, attributes, value));
  }

  /** A point of a gauge. */
  void add(Instrument instrument, Attributes attributes, double value) {
    add(
        instrument,
        DoublePointData.create(stream.startEpochNanos(), epochNanos, attributes, value, List.of()));
  }

  private void add(Instrument instrument, Attributes attributes, BucketHistogram histogram) {
    add(instrument, new BucketPoint(stream.startEpochNanos(), epochNanos, attributes, histogram));
  }

  private void add(Instrument instrument, PointData point) {
    points.computeIfAbsent(instrument, i -> new ArrayList<>()).add(point);
  }

  private ExponentialHistogramPointData exponential(
      Attributes attributes, FeatureStatistics feature) {
    ExponentialHistogram values = feature.values();
    Exemplar exemplar = feature.exemplar();
    List<DoubleExemplarData> exemplars =
        exemplar == null ? List.of() : List.of(exemplar.measuring(feature.exemplarValue()));
    return ExponentialHistogramPointData.create(
        values.scale(),
        values.sum(),
        values.zeroCount(),
        true,
        values.min(),
        true,
        values.max(),
        buckets(values.scale(), values.positive()),
        buckets(values.scale(), values.negative()),
        stream.startEpochNanos(),
        epochNanos,
        attributes,
        exemplars);
  }

  private static ExponentialHistogramBuckets buckets(int scale, ExponentialBuckets buckets) {
    return ExponentialHistogramBuckets.create(scale, buckets.offset(), buckets.counts());
  }

  Collection<MetricData> metrics() {
    List<MetricData> metrics = new ArrayList<>();
    points.forEach(
        (instrument, list) ->
            metrics.add(
                new StreamMetric(instrument, stream.resource(), scope, data(instrument, list))));
    return metrics;
  }

  private static Data<?> data(Instrument instrument, List<PointData> points) {
    return switch (instrument.kind()) {
      case COUNTER -> SumData.createLongSumData(true, CUMULATIVE, cast(points));
      case UP_DOWN_COUNTER -> SumData.createLongSumData(false, CUMULATIVE, cast(points));
      case GAUGE -> GaugeData.createDoubleGaugeData(cast(points));
      case HISTOGRAM -> HistogramData.create(CUMULATIVE, cast(points));
      case EXPONENTIAL_HISTOGRAM -> ExponentialHistogramData.create(CUMULATIVE, cast(points));
    };
  }

  @SuppressWarnings("unchecked") // Each add() above makes the points of its instrument's kind.
  private static <P extends PointData> List<P> cast(List<? extends PointData> points) {
    return (List<P>) points;
  }

  /** A point of an explicit histogram; the SDK's own has no public way to take exemplars. */
  private static final class BucketPoint implements HistogramPointData {
    private final long startEpochNanos;
    private final long epochNanos;
    private final Attributes attributes;
    private final double sum;
    private final long count;
    private final double min;
    private final double max;
    private final List<Double> boundaries;
    private final List<Long> counts;
    private final List<DoubleExemplarData> exemplars;

    BucketPoint(
        long startEpochNanos, long epochNanos, Attributes attributes, BucketHistogram histogram) {
      this.startEpochNanos = startEpochNanos;
      this.epochNanos = epochNanos;
      this.attributes = attributes;
      this.sum = histogram.sum();
      this.count = histogram.count();
      this.min = histogram.min();
      this.max = histogram.max();
      this.boundaries = histogram.boundaries();
      this.counts = histogram.counts();
      this.exemplars = histogram.exemplars();
    }

    @Override
    public double getSum() {
      return sum;
    }

    @Override
    public long getCount() {
      return count;
    }

    @Override
    public boolean hasMin() {
      return count > 0;
    }

    @Override
    public double getMin() {
      return min;
    }

    @Override
    public boolean hasMax() {
      return count > 0;
    }

    @Override
    public double getMax() {
      return max;
    }

    @Override
    public List<Double> getBoundaries() {
      return boundaries;
    }

    @Override
    public List<Long> getCounts() {
      return counts;
    }

    @Override
    public long getStartEpochNanos() {
      return startEpochNanos;
    }

    @Override
    public long getEpochNanos() {
      return epochNanos;
    }

    @Override
    public Attributes getAttributes() {
      return attributes;
    }

    @Override
    public List<DoubleExemplarData> getExemplars() {
      return exemplars;
    }
  }
}
