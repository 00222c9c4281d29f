package io.plumbline.telemetry;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.plumbline.capture.TraceRef;
import org.jspecify.annotations.Nullable;

/**
 * Where a span stands, all of it from the record: the same when it is sent again.
 *
 * @param own of the span itself
 * @param parent invalid for the root of a trace
 * @param link the caller, where the span is not in its trace; null otherwise
 */
record SpanIdentity(SpanContext own, SpanContext parent, @Nullable SpanContext link) {
  /**
   * @param decision one that makes a span
   */
  static SpanIdentity of(TraceRef trace, SpanDecision decision) {
    SpanIds ids = SpanIds.of(trace, decision);
    if (trace.hasParent() && decision == SpanDecision.IN_TRACE) {
      SpanContext parent = parent(trace);
      TraceFlags flags = TraceFlags.fromByte((byte) (trace.flags() | 1));
      return new SpanIdentity(ids.context(flags, parent.getTraceState()), parent, null);
    }
    SpanContext root = ids.context(TraceFlags.getSampled(), TraceState.getDefault());
    return new SpanIdentity(
        root, SpanContext.getInvalid(), trace.hasParent() ? parent(trace) : null);
  }

  private static SpanContext parent(TraceRef trace) {
    return new SpanIds(trace.traceIdHigh(), trace.traceIdLow(), trace.parentSpanId())
        .context(TraceFlags.fromByte((byte) trace.flags()), traceState(trace.traceState()));
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
        String key = entries[i].substring(0, equals).strip();
        builder.put(key, entries[i].substring(equals + 1).strip());
      }
    }
    return builder.build();
  }
}
