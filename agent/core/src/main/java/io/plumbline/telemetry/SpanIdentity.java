package io.plumbline.telemetry;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.plumbline.capture.TraceRef;
import org.jspecify.annotations.Nullable;

/**
 * Ids of a span, all from the record: they are the same when it is sent again.
 *
 * @param own of the span itself
 * @param parent invalid for the root of a trace
 * @param link the caller, where the span is not in its trace; null otherwise
 */
record SpanIdentity(SpanContext own, SpanContext parent, @Nullable SpanContext link) {
  static SpanIdentity inTrace(TraceRef trace) {
    if (!trace.hasParent()) {
      return root(trace.traceIdHigh(), trace.traceIdLow(), trace.spanId(), null);
    }
    SpanContext parent = parent(trace);
    TraceFlags flags = TraceFlags.fromByte((byte) (trace.flags() | 1));
    String spanId = SpanId.fromLong(trace.spanId());
    SpanContext own =
        SpanContext.create(parent.getTraceId(), spanId, flags, parent.getTraceState());
    return new SpanIdentity(own, parent, null);
  }

  /** A trace of its own, whose id comes from the span's. */
  static SpanIdentity ownTrace(TraceRef trace) {
    long high = mix(trace.spanId() ^ trace.traceIdHigh());
    long low = mix(high ^ trace.traceIdLow());
    return root(high, low == 0 ? 1 : low, trace.spanId(), parent(trace));
  }

  private static SpanIdentity root(long high, long low, long spanId, @Nullable SpanContext link) {
    SpanContext own =
        SpanContext.create(
            TraceId.fromLongs(high, low),
            SpanId.fromLong(spanId),
            TraceFlags.getSampled(),
            TraceState.getDefault());
    return new SpanIdentity(own, SpanContext.getInvalid(), link);
  }

  private static SpanContext parent(TraceRef trace) {
    return SpanContext.create(
        TraceId.fromLongs(trace.traceIdHigh(), trace.traceIdLow()),
        SpanId.fromLong(trace.parentSpanId()),
        TraceFlags.fromByte((byte) trace.flags()),
        traceState(trace.traceState()));
  }

  /** Entries as W3C Trace Context writes them; the builder leaves out what is not valid. */
  private static TraceState traceState(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return TraceState.getDefault();
    }
    TraceStateBuilder builder = TraceState.builder();
    String[] entries = text.split(",", -1);
    // Last first: the builder puts each new entry in front.
    for (int i = entries.length - 1; i >= 0; i--) {
      int equals = entries[i].indexOf('=');
      if (equals > 0) {
        builder.put(
            entries[i].substring(0, equals).strip(), entries[i].substring(equals + 1).strip());
      }
    }
    return builder.build();
  }

  /** Spreads the bits (the finalizer of SplitMix64). */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
