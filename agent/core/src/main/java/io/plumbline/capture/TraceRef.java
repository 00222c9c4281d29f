package io.plumbline.capture;

import org.jspecify.annotations.Nullable;

/**
 * Where an inference stands in a trace.
 *
 * @param parentSpanId 0 when there is no parent
 * @param flags W3C trace flags of the parent; bit 0 is "sampled"
 * @param traceState as W3C Trace Context has it, of the parent
 */
public record TraceRef(
    long traceIdHigh,
    long traceIdLow,
    long spanId,
    long parentSpanId,
    int flags,
    @Nullable String traceState) {
  public boolean hasParent() {
    return parentSpanId != 0;
  }

  public boolean isParentSampled() {
    return (flags & 1) != 0;
  }
}
