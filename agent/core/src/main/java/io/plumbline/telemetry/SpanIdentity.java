package io.plumbline.telemetry;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.plumbline.capture.TraceRef;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Where a span stands, all of it from the record: the same when it is sent again.
 *
 * @param own of the span itself
 * @param flags W3C trace flags of the span itself
 * @param parentSpanId 0 for the root of a trace
 * @param link the caller, where the span is not in its trace; null otherwise
 * @param callerFlags W3C trace flags of the link
 * @param traceState the caller's, which is that of the span too where it is in its trace; empty
 *     when there is none
 */
record SpanIdentity(
    SpanIds own,
    int flags,
    long parentSpanId,
    @Nullable SpanIds link,
    int callerFlags,
    String traceState) {
  private static final int SAMPLED = 1;

  /**
   * @param decision one that makes a span
   */
  static SpanIdentity of(TraceRef trace, SpanDecision decision) {
    SpanIds ids = SpanIds.of(trace, decision);
    if (!trace.hasParent()) {
      return new SpanIdentity(ids, SAMPLED, 0, null, 0, "");
    }
    String state = valid(trace.traceState());
    if (decision == SpanDecision.IN_TRACE) {
      return new SpanIdentity(ids, trace.flags() | SAMPLED, trace.parentSpanId(), null, 0, state);
    }
    SpanIds caller = new SpanIds(trace.traceIdHigh(), trace.traceIdLow(), trace.parentSpanId());
    return new SpanIdentity(ids, SAMPLED, 0, caller, trace.flags(), state);
  }

  /** Entries as W3C Trace Context writes them; the builder leaves out what is not valid. */
  private static String valid(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return "";
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
    StringJoiner state = new StringJoiner(",");
    builder.build().forEach((key, value) -> state.add(key + "=" + value));
    return state.toString();
  }
}
