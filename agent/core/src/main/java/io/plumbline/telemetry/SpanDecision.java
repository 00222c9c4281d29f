package io.plumbline.telemetry;

/** What becomes of an inference beside its counts. */
public enum SpanDecision {
  /** Counted, no span. */
  NO_SPAN,
  /** A span in the caller's trace, or the root of its own where there is no caller. */
  IN_TRACE,
  /**
   * The caller's trace is not recorded: a span in a trace of its own, with a link to the caller.
   */
  OWN_TRACE
}
