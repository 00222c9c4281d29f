package io.plumbline.telemetry;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.plumbline.capture.TraceRef;

/** Trace and span id of an inference's span, from its record alone. */
record SpanIds(long traceIdHigh, long traceIdLow, long spanId) {
  /**
   * @param decision one that makes a span
   */
  static SpanIds of(TraceRef trace, SpanDecision decision) {
    return decision == SpanDecision.OWN_TRACE
        ? ownTrace(trace)
        : new SpanIds(trace.traceIdHigh(), trace.traceIdLow(), trace.spanId());
  }

  /** Another trace than the caller's, always the same one for the same span. */
  private static SpanIds ownTrace(TraceRef trace) {
    long high = mix(trace.spanId() ^ trace.traceIdHigh());
    long low = mix(high ^ trace.traceIdLow());
    return new SpanIds(high, low == 0 ? 1 : low, trace.spanId());
  }

  /** Spreads the bits (the finalizer of SplitMix64). */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  SpanContext context(TraceFlags flags, TraceState state) {
    String traceId = TraceId.fromLongs(traceIdHigh, traceIdLow);
    return SpanContext.create(traceId, SpanId.fromLong(spanId), flags, state);
  }
}
