package io.plumbline.telemetry;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.plumbline.capture.CaptureLevel;
import io.plumbline.capture.Inference;
import org.jspecify.annotations.Nullable;

/** Turns the inferences of one stream into spans: those that {@link SpanSampling} keeps. */
public final class InferenceSpans {
  private final TelemetryStream stream;
  private final InstrumentationScopeInfo scope;
  private SpanSampling sampling;
  private final InputAttributes inputs;

  public InferenceSpans(TelemetryStream stream, TelemetryOptions options) {
    this.stream = stream;
    this.scope = scope(options.agentVersion());
    this.sampling = options.sampling();
    this.inputs = new InputAttributes(options.featuresByValue());
  }

  /** Goes by another sampling from now on. */
  public void change(SpanSampling changed) {
    sampling = changed;
  }

  static InstrumentationScopeInfo scope(String version) {
    return InstrumentationScopeInfo.builder(InferenceAttributes.SCOPE).setVersion(version).build();
  }

  /** Whether it would have a span, and has none since it was only counted. */
  public boolean isLeftOut(Inference inference) {
    return inference.level() == CaptureLevel.COUNTS
        && sampling.decide(inference, Prediction.of(inference)) != SpanDecision.NO_SPAN;
  }

  /** The span of an inference; null when it has none. */
  public @Nullable SpanData span(Inference inference) {
    if (inference.level() == CaptureLevel.COUNTS) {
      return null;
    }
    Prediction prediction = Prediction.of(inference);
    SpanDecision decision = sampling.decide(inference, prediction);
    return decision == SpanDecision.NO_SPAN ? null : span(inference, prediction, decision);
  }

  private SpanData span(Inference inference, Prediction prediction, SpanDecision decision) {
    SpanIdentity identity = SpanIdentity.of(inference.trace(), decision);
    FlatAttributes.Builder attributes = new FlatAttributes.Builder();
    SpanAttributes.putCall(attributes, inference, stream.id());
    inputs.put(attributes, inference);
    PredictionAttributes.put(attributes, prediction);
    SpanAttributes.putCapture(attributes, inference);
    return new InferenceSpan(inference, identity, attributes.build(), stream.resource(), scope);
  }
}
