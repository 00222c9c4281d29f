package io.plumbline.telemetry;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.plumbline.capture.CaptureLevel;
import io.plumbline.capture.Inference;
import io.plumbline.capture.ModelRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one stream's inferences: every one counts, with a span or without.
 *
 * <p>Cumulative and exact, a pure function of the stream's records in their order. {@link #toBytes}
 * and {@link #fromBytes} carry it over a crash: what was counted before and what comes after add up
 * to what would have been counted without.
 */
public final class InferenceMetrics {
  /** Layout of {@link #toBytes}. */
  private static final int VERSION = 2;

  private static final int BEFORE_FAILED_REDACTIONS = 1;

  private TelemetryOptions options;
  private final SeriesBudget features;
  private final BoundedSeries<ModelKey, ModelMetrics> models;
  private final IdentityCache<ModelRef, ModelMetrics> byModel = new IdentityCache<>();

  /**
   * @param options the same as for the spans, so that exemplars name spans that exist
   */
  public InferenceMetrics(TelemetryOptions options) {
    this.options = options;
    this.features = new SeriesBudget(options.limits().features());
    this.models = new BoundedSeries<>(options.limits().models(), this::newModel);
  }

  /**
   * Goes by another sampling from now on. The limits stay: series that are there cannot be fewer.
   */
  public void change(SpanSampling sampling) {
    options = options.withSampling(sampling);
  }

  private ModelMetrics newModel() {
    return new ModelMetrics(options.limits(), features);
  }

  /**
   * Counts one inference, or throws before it has counted anything of it.
   *
   * @throws RuntimeException when the record makes no sense
   */
  public void record(Interpretation interpretation) {
    Inference inference = interpretation.inference();
    Prediction prediction = interpretation.prediction();
    SpanDecision decision = options.sampling().decide(inference, prediction);
    boolean hasSpan = decision != SpanDecision.NO_SPAN && inference.level() != CaptureLevel.COUNTS;
    Exemplar exemplar = hasSpan ? Exemplar.of(inference, decision) : null;
    byModel
        .get(inference.model(), model -> models.of(ModelKey.of(model)))
        .record(inference, prediction, interpretation.inputs(), exemplar);
  }

  /**
   * All points so far.
   *
   * @param epochNanos time of the points
   */
  public Collection<MetricData> snapshot(TelemetryStream stream, long epochNanos) {
    MetricPoints points = new MetricPoints(stream, options.agentVersion(), epochNanos);
    models.forEach((model, metrics) -> metrics.addTo(points, model));
    return points.metrics();
  }

  /** Keeps counts, sums and buckets, and no single value of anybody: after an erasure. */
  public void forgetSingleValues() {
    models.forEach((model, metrics) -> metrics.forgetSingleValues());
  }

  /** The state, for a checkpoint. Exemplars are part of it. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      models.writeTo(out, ModelKey::write, ModelMetrics::writeTo);
    } catch (IOException e) {
      throw new UncheckedIOException("an array in memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * @param state of {@link #toBytes}; null for none yet
   * @throws IOException when it is not one, or of a later version
   */
  public static InferenceMetrics fromBytes(byte @Nullable [] state, TelemetryOptions options)
      throws IOException {
    InferenceMetrics metrics = new InferenceMetrics(options);
    if (state == null) {
      return metrics;
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(state));
    int version = in.readByte();
    if (version != VERSION && version != BEFORE_FAILED_REDACTIONS) {
      throw new IOException("metrics state of version " + version + " is not known to this agent");
    }
    metrics.models.readFrom(in, ModelKey::read, each -> metrics.readModel(each, version));
    return metrics;
  }

  private ModelMetrics readModel(DataInput in, int version) throws IOException {
    ModelMetrics model = newModel();
    model.readFrom(in, version > BEFORE_FAILED_REDACTIONS);
    return model;
  }
}
