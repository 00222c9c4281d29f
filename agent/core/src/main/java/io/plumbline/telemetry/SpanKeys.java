package io.plumbline.telemetry;

import io.opentelemetry.api.common.AttributeKey;

/** Keys of {@link InferenceAttributes}, as they stand in spans and in their events. */
final class SpanKeys {
  private static final int ATTRIBUTES = 9; // of Span
  private static final int EVENT_ATTRIBUTES = 3; // of Span.Event

  static final EncodedKey OPERATION_NAME = key(InferenceAttributes.OPERATION_NAME);
  static final EncodedKey INFERENCE_ID = key(InferenceAttributes.INFERENCE_ID);
  static final EncodedKey MODEL_NAME = key(InferenceAttributes.MODEL_NAME);
  static final EncodedKey MODEL_VERSION = key(InferenceAttributes.MODEL_VERSION);
  static final EncodedKey FRAMEWORK_NAME = key(InferenceAttributes.FRAMEWORK_NAME);
  static final EncodedKey FRAMEWORK_VERSION = key(InferenceAttributes.FRAMEWORK_VERSION);
  static final EncodedKey ENGINE_NAME = key(InferenceAttributes.ENGINE_NAME);
  static final EncodedKey TRAINING = key(InferenceAttributes.TRAINING);
  static final EncodedKey BATCH_SIZE = key(InferenceAttributes.BATCH_SIZE);
  static final EncodedKey CORRELATION_ID = key(InferenceAttributes.CORRELATION_ID);
  static final EncodedKey INPUT_NAMES = key(InferenceAttributes.INPUT_NAMES);
  static final EncodedKey INPUT_VALUES = key(InferenceAttributes.INPUT_VALUES);
  static final EncodedKey INPUT_SHAPE = key(InferenceAttributes.INPUT_SHAPE);
  static final EncodedKey FEATURES_MISSING = key(InferenceAttributes.FEATURES_MISSING);
  static final EncodedKey FEATURES_SEEN = key(InferenceAttributes.FEATURES_SEEN);
  static final EncodedKey PREDICTION_LABEL = key(InferenceAttributes.PREDICTION_LABEL);
  static final EncodedKey PREDICTION_SCORE = key(InferenceAttributes.PREDICTION_SCORE);
  static final EncodedKey PREDICTION_CONFIDENCE = key(InferenceAttributes.PREDICTION_CONFIDENCE);
  static final EncodedKey PREDICTION_LABELS = key(InferenceAttributes.PREDICTION_LABELS);
  static final EncodedKey PREDICTION_SCORES = key(InferenceAttributes.PREDICTION_SCORES);
  static final EncodedKey PREDICTION_PROBABILITIES =
      key(InferenceAttributes.PREDICTION_PROBABILITIES);
  static final EncodedKey PREDICTION_CLASSES = key(InferenceAttributes.PREDICTION_CLASSES);
  static final EncodedKey CAPTURE_TRUNCATED = key(InferenceAttributes.CAPTURE_TRUNCATED);
  static final EncodedKey CAPTURE_LEVEL = key(InferenceAttributes.CAPTURE_LEVEL);
  static final EncodedKey CAPTURE_INCOMPLETE = key(InferenceAttributes.CAPTURE_INCOMPLETE);
  static final EncodedKey REDACTION_POLICY = key(InferenceAttributes.REDACTION_POLICY);
  static final EncodedKey ERROR_TYPE = key(InferenceAttributes.ERROR_TYPE);
  static final EncodedKey CODE_FUNCTION_NAME = key(InferenceAttributes.CODE_FUNCTION_NAME);
  static final EncodedKey THREAD_NAME = key(InferenceAttributes.THREAD_NAME);

  static final EncodedKey EXCEPTION_TYPE =
      new EncodedKey(EVENT_ATTRIBUTES, InferenceAttributes.EXCEPTION_TYPE.getKey());
  static final EncodedKey EXCEPTION_MESSAGE =
      new EncodedKey(EVENT_ATTRIBUTES, InferenceAttributes.EXCEPTION_MESSAGE.getKey());

  private SpanKeys() {}

  private static EncodedKey key(AttributeKey<?> key) {
    return new EncodedKey(ATTRIBUTES, key.getKey());
  }

  static EncodedKey ofInput(String feature) {
    return new EncodedKey(ATTRIBUTES, InferenceAttributes.INPUT_PREFIX + feature);
  }
}
