package io.plumbline.telemetry;

import io.plumbline.capture.CaptureLevel;
import io.plumbline.capture.Inference;
import org.jspecify.annotations.Nullable;

/** Turns the inferences of one stream into spans: those that {@link SpanSampling} keeps. */
public final class InferenceSpans {
  private final EncodedScope scope;
  private final SpanWriter writer;
  private SpanSampling sampling;

  public InferenceSpans(TelemetryStream stream, TelemetryOptions options) {
    this.scope = new EncodedScope(stream.resource(), options.agentVersion());
    this.writer = new SpanWriter(stream.id(), options.featuresByValue());
    this.sampling = options.sampling();
  }

  /** Goes by another sampling from now on. */
  public void change(SpanSampling changed) {
    sampling = changed;
  }

  /** Whether it would have a span, and has none since it was only counted. */
  public boolean isLeftOut(Interpretation interpretation) {
    return interpretation.inference().level() == CaptureLevel.COUNTS
        && decide(interpretation) != SpanDecision.NO_SPAN;
  }

  private SpanDecision decide(Interpretation interpretation) {
    return sampling.decide(interpretation.inference(), interpretation.prediction());
  }

  /** The span of an inference; null when it has none. */
  public @Nullable EncodedSpan span(Interpretation interpretation) {
    Inference inference = interpretation.inference();
    if (inference.level() == CaptureLevel.COUNTS) {
      return null;
    }
    SpanDecision decision = decide(interpretation);
    if (decision == SpanDecision.NO_SPAN) {
      return null;
    }
    SpanIdentity identity = SpanIdentity.of(inference.trace(), decision);
    return new EncodedSpan(scope, writer.write(interpretation, identity));
  }
}
