package io.plumbline.telemetry;

import io.plumbline.capture.CaptureLevel;
import io.plumbline.capture.Inference;
import io.plumbline.capture.ModelRef;
import org.jspecify.annotations.Nullable;

/** Attributes of a span that say which call it was and how it was captured. */
final class SpanAttributes {
  private SpanAttributes() {}

  static void putCall(AttributeWriter attributes, Inference inference, String streamId) {
    ModelRef model = inference.model();
    attributes
        .put(InferenceAttributes.OPERATION_NAME, model.operation())
        .put(InferenceAttributes.INFERENCE_ID, streamId + "-" + inference.sequence())
        .put(InferenceAttributes.MODEL_NAME, model.name())
        .put(InferenceAttributes.MODEL_VERSION, model.version())
        .put(InferenceAttributes.FRAMEWORK_NAME, model.library())
        .put(InferenceAttributes.FRAMEWORK_VERSION, model.libraryVersion())
        .put(InferenceAttributes.ENGINE_NAME, inference.engine())
        .putIfTrue(InferenceAttributes.TRAINING, inference.training())
        .put(InferenceAttributes.BATCH_SIZE, inference.batchSize())
        .put(InferenceAttributes.CORRELATION_ID, inference.correlationId());
  }

  static void putCapture(AttributeWriter attributes, Inference inference) {
    attributes
        .putIfTrue(InferenceAttributes.CAPTURE_TRUNCATED, inference.truncated())
        .put(InferenceAttributes.CAPTURE_LEVEL, whenStepped(inference.level()))
        .putIfTrue(InferenceAttributes.CAPTURE_INCOMPLETE, inference.incomplete())
        .put(InferenceAttributes.REDACTION_POLICY, inference.policy())
        .put(InferenceAttributes.ERROR_TYPE, inference.outcome().errorType())
        .put(InferenceAttributes.CODE_FUNCTION_NAME, inference.function())
        .put(InferenceAttributes.THREAD_NAME, inference.threadName());
  }

  private static @Nullable String whenStepped(CaptureLevel level) {
    return level == CaptureLevel.FULL ? null : level.attributeValue();
  }
}
