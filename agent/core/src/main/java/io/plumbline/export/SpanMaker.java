package io.plumbline.export;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.spool.SpoolLoss;
import io.plumbline.spool.SpoolRecord;
import io.plumbline.telemetry.EncodedSpan;
import io.plumbline.telemetry.InferenceSpans;
import io.plumbline.telemetry.Interpretation;
import io.plumbline.telemetry.Interpreter;
import io.plumbline.telemetry.SpanSampling;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the records of one stream, and makes the spans of those that have one. */
final class SpanMaker {
  private final Interpreter interpreter = new Interpreter();
  private final InferenceSpans spans;
  private final SeenInferences seen;
  private final AgentErrors errors;

  SpanMaker(InferenceSpans spans, SeenInferences seen, AgentErrors errors) {
    this.spans = spans;
    this.seen = seen;
    this.errors = errors;
  }

  /** Goes by another sampling from now on. */
  void change(SpanSampling sampling) {
    spans.change(sampling);
  }

  /**
   * @throws RuntimeException when the record makes no sense
   */
  Interpretation interpret(SpoolRecord record) {
    return interpreter.interpret(record.payload());
  }

  /** One record that we fall over must not stop those behind it. */
  MadeSpan make(SpoolRecord record) {
    try {
      return make(record, interpret(record));
    } catch (RuntimeException e) {
      errors.report("relay, making a span", e);
      return new MadeSpan(record, null, lossOf(record, DropReason.CORRUPTED));
    }
  }

  MadeSpan make(SpoolRecord record, Interpretation interpretation) {
    EncodedSpan span = spans.span(interpretation);
    seen.decided(interpretation.inference(), span != null);
    boolean isLeftOut = span == null && spans.isLeftOut(interpretation);
    @Nullable SpoolLoss loss = isLeftOut ? lossOf(record, DropReason.OVERHEAD) : null;
    return new MadeSpan(record, span, loss);
  }

  private static SpoolLoss lossOf(SpoolRecord record, DropReason reason) {
    long index = record.index();
    long millis = record.spooledEpochMillis();
    return new SpoolLoss(reason, index, index, millis, millis, Map.of());
  }
}
