package io.plumbline.telemetry;

import io.plumbline.capture.CaptureLevel;
import io.plumbline.capture.Inference;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that is accumulated of one model. */
final class ModelMetrics {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Training or not, and whether it failed, within errorsPerModel and the two that did not. */
  private final BoundedSeries<CallKind, BucketHistogram> durations;

  private final BoundedSeries<Boolean, BucketHistogram> batchSizes =
      new BoundedSeries<>(2, () -> histogram(Instrument.BATCH_SIZE));
  private final BoundedSeries<String, Tally> labels;
  private final BoundedSeries<String, FeatureStatistics> features;
  private final IdentityCache<InputLayout, List<FeatureStatistics>> byLayout =
      new IdentityCache<>();
  private Tally failedRedactions = new Tally();
  private BucketHistogram scores = histogram(Instrument.PREDICTION_SCORE);
  private BucketHistogram confidences = histogram(Instrument.PREDICTION_CONFIDENCE);

  /**
   * @param allFeatures shared with the other models
   */
  ModelMetrics(MetricLimits limits, SeriesBudget allFeatures) {
    this.durations =
        new BoundedSeries<>(limits.errorsPerModel() + 2, () -> histogram(Instrument.DURATION));
    this.labels = new BoundedSeries<>(limits.labelsPerModel(), Tally::new);
    this.features =
        new BoundedSeries<>(limits.featuresPerModel(), allFeatures, FeatureStatistics::new);
  }

  private static BucketHistogram histogram(Instrument instrument) {
    return new BucketHistogram(instrument.boundaries());
  }

  /**
   * @param exemplar null when the inference has no span
   */
  void record(
      Inference inference, Prediction prediction, InputTable table, @Nullable Exemplar exemplar) {
    double seconds = inference.durationNanos() / NANOS_PER_SECOND;
    durations.of(CallKind.of(inference)).record(seconds, exemplar);
    failedRedactions.add(inference.redactionFailures());
    Integer rows = inference.batchSize();
    if (rows != null) {
      batchSizes.of(inference.training()).record(rows, exemplar);
    }
    if (!inference.training() && inference.level() == CaptureLevel.FULL) {
      recordPrediction(prediction, exemplar);
      recordFeatures(table, exemplar);
    }
  }

  private void recordPrediction(Prediction prediction, @Nullable Exemplar exemplar) {
    for (int row = 0; row < prediction.rows(); row++) {
      String label = prediction.label(row);
      if (label != null) {
        labels.of(label).increment();
      }
      recordFinite(scores, prediction.score(row), exemplar);
      recordFinite(confidences, prediction.confidence(row), exemplar);
    }
  }

  private static void recordFinite(
      BucketHistogram histogram, double value, @Nullable Exemplar exemplar) {
    if (Double.isFinite(value)) {
      histogram.record(value, exemplar);
    }
  }

  private void recordFeatures(InputTable table, @Nullable Exemplar exemplar) {
    List<FeatureStatistics> ofColumns = byLayout.get(table.layout(), this::features);
    for (int i = 0; i < ofColumns.size(); i++) {
      InputLayout.Column column = table.columns().get(i);
      for (int row = 0; !table.isText(column) && row < table.rows(); row++) {
        if (!table.isRemoved(column, row)) {
          ofColumns.get(i).record(table.valueAt(column, row), exemplar);
        }
      }
    }
    for (String name : table.absent()) {
      features.of(name).recordMissing();
    }
  }

  private List<FeatureStatistics> features(InputLayout layout) {
    return layout.columns().stream().map(column -> features.of(column.group())).toList();
  }

  void forgetSingleValues() {
    durations.forEach((kind, histogram) -> histogram.forgetSingleValues());
    batchSizes.forEach((training, histogram) -> histogram.forgetSingleValues());
    features.forEach((name, feature) -> feature.forgetSingleValues());
    scores.forgetSingleValues();
    confidences.forgetSingleValues();
  }

  void addTo(MetricPoints points, @Nullable ModelKey model) {
    durations.forEach((kind, histogram) -> points.addDuration(model, kind, histogram));
    batchSizes.forEach((training, histogram) -> points.addBatchSize(model, training, histogram));
    labels.forEach((label, tally) -> points.addLabel(model, label, tally.value()));
    points.addFailedRedactions(model, failedRedactions.value());
    points.addPrediction(Instrument.PREDICTION_SCORE, model, scores);
    points.addPrediction(Instrument.PREDICTION_CONFIDENCE, model, confidences);
    features.forEach((name, feature) -> points.addFeature(model, name, feature));
  }

  void writeTo(DataOutput out) throws IOException {
    durations.writeTo(out, CallKind::write, BucketHistogram::writeTo);
    batchSizes.writeTo(out, (key, o) -> o.writeBoolean(key), BucketHistogram::writeTo);
    labels.writeTo(out, (key, o) -> o.writeUTF(key), Tally::write);
    features.writeTo(out, (key, o) -> o.writeUTF(key), FeatureStatistics::write);
    scores.writeTo(out);
    confidences.writeTo(out);
    Tally.write(failedRedactions, out);
  }

  /**
   * Fills an empty one.
   *
   * @param withFailedRedactions false for a state of an agent that did not count them
   */
  void readFrom(DataInput in, boolean withFailedRedactions) throws IOException {
    durations.readFrom(in, CallKind::read, BucketHistogram::readFrom);
    batchSizes.readFrom(in, DataInput::readBoolean, BucketHistogram::readFrom);
    labels.readFrom(in, DataInput::readUTF, Tally::read);
    features.readFrom(in, DataInput::readUTF, FeatureStatistics::read);
    scores = BucketHistogram.readFrom(in);
    confidences = BucketHistogram.readFrom(in);
    if (withFailedRedactions) {
      failedRedactions = Tally.read(in);
    }
  }
}
