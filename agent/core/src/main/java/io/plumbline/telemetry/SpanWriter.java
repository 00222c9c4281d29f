package io.plumbline.telemetry;

import io.plumbline.capture.Inference;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.Outcome;
import io.plumbline.otlp.WireWriter;
import java.util.Objects;

/**
 * Writes one inference as a message Span of opentelemetry-proto, straight from its record: what the
 * SDK does with objects in between is most of what a span costs there. The bytes are those that the
 * SDK's marshalers would write. For one thread.
 */
final class SpanWriter {
  // Of Span.
  private static final int TRACE_ID = 1;
  private static final int SPAN_ID = 2;
  private static final int TRACE_STATE = 3;
  private static final int PARENT_SPAN_ID = 4;
  private static final int NAME = 5;
  private static final int KIND = 6;
  private static final int START = 7;
  private static final int END = 8;
  private static final int EVENTS = 11;
  private static final int LINKS = 13;
  private static final int STATUS = 15;
  private static final int FLAGS = 16;

  private static final int KIND_INTERNAL = 1;

  /** Beside the W3C trace flags: it is known that the parent, or what is linked, is local. */
  private static final int IS_REMOTE_KNOWN = 1 << 8;

  // Of Span.Event.
  private static final int EVENT_TIME = 1;
  private static final int EVENT_NAME = 2;

  // Of Span.Link.
  private static final int LINK_TRACE_ID = 1;
  private static final int LINK_SPAN_ID = 2;
  private static final int LINK_TRACE_STATE = 3;
  private static final int LINK_FLAGS = 6;

  // Of Status.
  private static final int STATUS_MESSAGE = 2;
  private static final int STATUS_CODE = 3;

  private static final int STATUS_ERROR = 2;

  private final WireWriter out = new WireWriter();
  private final AttributeWriter attributes = new AttributeWriter(out);
  private final IdentityCache<ModelRef, EncodedModel> models = new IdentityCache<>();
  private final InputAttributes inputs;
  private final String streamId;

  /**
   * @param featuresByValue as {@link TelemetryOptions} has it
   */
  SpanWriter(String streamId, int featuresByValue) {
    this.streamId = streamId;
    this.inputs = new InputAttributes(featuresByValue);
  }

  byte[] write(Interpretation interpretation, SpanIdentity identity) {
    Inference inference = interpretation.inference();
    EncodedModel model = models.get(inference.model(), each -> new EncodedModel(NAME, each));
    out.clear();
    writeIdentity(identity);
    out.fields(model.name());
    writeCall(inference);
    out.fields(model.attributes());
    SpanAttributes.putCall(attributes, inference, streamId);
    inputs.put(attributes, interpretation);
    PredictionAttributes.put(attributes, interpretation.prediction());
    SpanAttributes.putCapture(attributes, inference);
    writeException(inference);
    writeLink(identity);
    writeStatus(inference.outcome());
    out.fixed32(FLAGS, identity.flags() | IS_REMOTE_KNOWN);
    return out.toBytes();
  }

  private void writeIdentity(SpanIdentity identity) {
    SpanIds own = identity.own();
    out.id(TRACE_ID, own.traceIdHigh(), own.traceIdLow());
    out.id(SPAN_ID, own.spanId());
    if (identity.link() == null && !identity.traceState().isEmpty()) {
      out.string(TRACE_STATE, identity.traceState());
    }
    if (identity.parentSpanId() != 0) {
      out.id(PARENT_SPAN_ID, identity.parentSpanId());
    }
  }

  private void writeCall(Inference inference) {
    out.varint(KIND, KIND_INTERNAL);
    out.fixed64(START, inference.startEpochNanos());
    out.fixed64(END, endOf(inference));
  }

  private static long endOf(Inference inference) {
    return inference.startEpochNanos() + inference.durationNanos();
  }

  private void writeException(Inference inference) {
    Outcome outcome = inference.outcome();
    if (outcome.isError()) {
      int event = out.begin(EVENTS);
      out.fixed64(EVENT_TIME, endOf(inference));
      out.string(EVENT_NAME, InferenceAttributes.EXCEPTION_EVENT);
      attributes
          .put(SpanKeys.EXCEPTION_TYPE, outcome.errorType())
          .put(SpanKeys.EXCEPTION_MESSAGE, outcome.errorMessage());
      out.end(event);
    }
  }

  private void writeLink(SpanIdentity identity) {
    SpanIds caller = identity.link();
    if (caller != null) {
      int link = out.begin(LINKS);
      out.id(LINK_TRACE_ID, caller.traceIdHigh(), caller.traceIdLow());
      out.id(LINK_SPAN_ID, caller.spanId());
      if (!identity.traceState().isEmpty()) {
        out.string(LINK_TRACE_STATE, identity.traceState());
      }
      out.fixed32(LINK_FLAGS, identity.callerFlags() | IS_REMOTE_KNOWN);
      out.end(link);
    }
  }

  private void writeStatus(Outcome outcome) {
    int status = out.begin(STATUS);
    if (outcome.isError()) {
      String message = Objects.requireNonNullElse(outcome.errorMessage(), "");
      if (!message.isEmpty()) {
        out.string(STATUS_MESSAGE, message);
      }
      out.varint(STATUS_CODE, STATUS_ERROR);
    }
    out.end(status);
  }
}
