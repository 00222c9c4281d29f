package io.plumbline.telemetry;

import io.plumbline.capture.CaptureLevel;
import io.plumbline.capture.Inference;
import org.jspecify.annotations.Nullable;

/** Attributes of a span that say which call it was and how it was captured. */
final class SpanAttributes {
  private SpanAttributes() {}

  static void putCall(AttributeWriter attributes, Inference inference, String streamId) {
    attributes
        .put(SpanKeys.INFERENCE_ID, streamId + "-" + inference.sequence())
        .put(SpanKeys.ENGINE_NAME, inference.engine())
        .putIfTrue(SpanKeys.TRAINING, inference.training())
        .put(SpanKeys.BATCH_SIZE, inference.batchSize())
        .put(SpanKeys.CORRELATION_ID, inference.correlationId());
  }

  static void putCapture(AttributeWriter attributes, Inference inference) {
    attributes
        .putIfTrue(SpanKeys.CAPTURE_TRUNCATED, inference.truncated())
        .put(SpanKeys.CAPTURE_LEVEL, whenStepped(inference.level()))
        .putIfTrue(SpanKeys.CAPTURE_INCOMPLETE, inference.incomplete())
        .put(SpanKeys.REDACTION_POLICY, inference.policy())
        .put(SpanKeys.ERROR_TYPE, inference.outcome().errorType())
        .put(SpanKeys.CODE_FUNCTION_NAME, inference.function())
        .put(SpanKeys.THREAD_NAME, inference.threadName());
  }

  private static @Nullable String whenStepped(CaptureLevel level) {
    return level == CaptureLevel.FULL ? null : level.attributeValue();
  }
}
