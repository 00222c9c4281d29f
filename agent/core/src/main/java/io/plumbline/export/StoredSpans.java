package io.plumbline.export;

import io.plumbline.spool.SpoolRecord;
import io.plumbline.telemetry.EncodedSpan;
import io.plumbline.telemetry.InferenceSpans;
import io.plumbline.telemetry.Interpretation;
import io.plumbline.telemetry.Interpreter;
import io.plumbline.telemetry.KeepRules;
import io.plumbline.telemetry.SpanSampling;
import io.plumbline.telemetry.TelemetryOptions;
import io.plumbline.telemetry.TelemetryStream;
import io.plumbline.telemetry.TraceRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Shows what the relay would send of a stored record, without sending it. */
public final class StoredSpans {
  private final Interpreter interpreter = new Interpreter();
  private final InferenceSpans spans;
  private final InferenceSpans all;

  /**
   * @param options as the process of the stream had them
   */
  public StoredSpans(TelemetryStream stream, TelemetryOptions options) {
    this.spans = new InferenceSpans(stream, options);
    this.all =
        new InferenceSpans(
            stream,
            new TelemetryOptions(
                options.agentVersion(),
                SpanSampling.named("always_on", 1, KeepRules.NONE),
                options.limits(),
                options.featuresByValue()));
  }

  /**
   * The span of a record; of one that is only counted, the span that it would have.
   *
   * @throws RuntimeException when the record makes no sense
   */
  public EncodedSpan span(SpoolRecord record) {
    Interpretation interpretation = interpreter.interpret(record.payload());
    EncodedSpan span = spans.span(interpretation);
    EncodedSpan shown = span == null ? all.span(interpretation) : span;
    if (shown == null) {
      throw new IllegalStateException("always_on has left one out");
    }
    return shown;
  }

  /** Whether the sampling makes a span of it. */
  public boolean isSent(SpoolRecord record) {
    return spans.span(interpreter.interpret(record.payload())) != null;
  }

  /** As one OTLP request, in protobuf. */
  public static byte[] request(List<EncodedSpan> spans) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      TraceRequest.of(spans).writeMessage(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("an array in memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}
