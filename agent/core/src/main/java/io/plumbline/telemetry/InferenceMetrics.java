package io.plumbline.telemetry;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.plumbline.capture.Inference;
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
  private static final int VERSION = 1;

  private final SpanSampling sampling;
  private final MetricLimits limits;
  private final BoundedSeries<ModelKey, ModelMetrics> models;
  private final SeriesBudget features;

  /**
   * @param sampling the same as for the spans, so that exemplars name spans that exist
   */
  public InferenceMetrics(SpanSampling sampling, MetricLimits limits) {
    this.sampling = sampling;
    this.limits = limits;
    this.features = new SeriesBudget(limits.features());
    this.models = new BoundedSeries<>(limits.models(), this::newModel);
  }

  private ModelMetrics newModel() {
    return new ModelMetrics(limits, features);
  }

  /** Counts one inference. */
  public void record(Inference inference) {
    Prediction prediction = Prediction.of(inference);
    SpanDecision decision = sampling.decide(inference, prediction);
    Exemplar exemplar = decision == SpanDecision.NO_SPAN ? null : Exemplar.of(inference, decision);
    models.of(ModelKey.of(inference.model())).record(inference, prediction, exemplar);
  }

  /**
   * All points so far.
   *
   * @param version of the agent
   * @param epochNanos time of the points
   */
  public Collection<MetricData> snapshot(TelemetryStream stream, String version, long epochNanos) {
    MetricPoints points = new MetricPoints(stream, version, epochNanos);
    models.forEach((model, metrics) -> metrics.addTo(points, model));
    return points.metrics();
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
  public static InferenceMetrics fromBytes(
      byte @Nullable [] state, SpanSampling sampling, MetricLimits limits) throws IOException {
    InferenceMetrics metrics = new InferenceMetrics(sampling, limits);
    if (state == null) {
      return metrics;
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(state));
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("metrics state of version " + version + " is not known to this agent");
    }
    metrics.models.readFrom(in, ModelKey::read, metrics::readModel);
    return metrics;
  }

  private ModelMetrics readModel(DataInput in) throws IOException {
    ModelMetrics model = newModel();
    model.readFrom(in);
    return model;
  }
}
