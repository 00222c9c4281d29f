package io.plumbline.telemetry;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Distribution of one feature, how often it was missing, and the last span that brought it. */
final class FeatureStatistics {
  private final ExponentialHistogram values = new ExponentialHistogram();
  private long missing;
  private double exemplarValue;
  private @Nullable Exemplar exemplar;

  /**
   * @param value NaN counts as missing; an infinite one is neither missing nor has a place in a
   *     histogram
   */
  void record(double value, @Nullable Exemplar source) {
    if (Double.isNaN(value)) {
      missing++;
    } else if (Double.isFinite(value)) {
      values.record(value);
      if (source != null) {
        exemplar = source;
        exemplarValue = value;
      }
    }
  }

  /** The feature was absent. */
  void recordMissing() {
    missing++;
  }

  ExponentialHistogram values() {
    return values;
  }

  long missing() {
    return missing;
  }

  @Nullable Exemplar exemplar() {
    return exemplar;
  }

  double exemplarValue() {
    return exemplarValue;
  }

  void forgetSingleValues() {
    exemplar = null;
    exemplarValue = 0;
    values.forgetSingleValues();
  }

  static void write(FeatureStatistics feature, DataOutput out) throws IOException {
    feature.values.writeTo(out);
    out.writeLong(feature.missing);
    out.writeDouble(feature.exemplarValue);
    out.writeBoolean(feature.exemplar != null);
    if (feature.exemplar != null) {
      feature.exemplar.writeTo(out);
    }
  }

  static FeatureStatistics read(DataInput in) throws IOException {
    FeatureStatistics feature = new FeatureStatistics();
    feature.values.readFrom(in);
    feature.missing = in.readLong();
    feature.exemplarValue = in.readDouble();
    feature.exemplar = in.readBoolean() ? Exemplar.readFrom(in) : null;
    return feature;
  }
}
