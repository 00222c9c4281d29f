package io.plumbline.telemetry;

/** One span as OTLP writes it, ready to stand in a {@link TraceRequest}. */
public final class EncodedSpan {
  private final EncodedScope scope;
  private final byte[] span;

  /**
   * @param span message Span of opentelemetry-proto; kept, not copied
   */
  EncodedSpan(EncodedScope scope, byte[] span) {
    this.scope = scope;
    this.span = span;
  }

  EncodedScope scope() {
    return scope;
  }

  byte[] span() {
    return span;
  }
}
