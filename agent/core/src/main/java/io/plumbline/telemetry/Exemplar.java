package io.plumbline.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.plumbline.capture.Inference;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The span behind a measurement.
 *
 * @param epochNanos when its inference ended
 */
record Exemplar(long epochNanos, SpanIds span) {
  /**
   * @param decision one that makes a span
   */
  static Exemplar of(Inference inference, SpanDecision decision) {
    return new Exemplar(
        inference.startEpochNanos() + inference.durationNanos(),
        SpanIds.of(inference.trace(), decision));
  }

  DoubleExemplarData measuring(double value) {
    return DoubleExemplarData.create(
        Attributes.empty(),
        epochNanos,
        span.context(TraceFlags.getSampled(), TraceState.getDefault()),
        value);
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeLong(epochNanos);
    out.writeLong(span.traceIdHigh());
    out.writeLong(span.traceIdLow());
    out.writeLong(span.spanId());
  }

  static Exemplar readFrom(DataInput in) throws IOException {
    return new Exemplar(in.readLong(), new SpanIds(in.readLong(), in.readLong(), in.readLong()));
  }
}
