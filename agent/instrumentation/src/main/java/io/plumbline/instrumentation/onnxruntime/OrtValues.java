package io.plumbline.instrumentation.onnxruntime;

import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.TensorRole;
import java.util.List;
import java.util.Map;

/** Copies what a session takes and gives, by its kind. A kind that Java cannot read is left out. */
final class OrtValues {
  /** Tensors of one sequence; each is a tensor of its own in the record. */
  private static final int MAX_ELEMENTS = 8;

  private OrtValues() {}

  static void copyOutputs(OrtSession.Result result, InFlightInference call) throws OrtException {
    for (Map.Entry<String, OnnxValue> output : result) {
      copy(TensorRole.OUTPUT, output.getKey(), output.getValue(), call);
    }
  }

  static void copy(TensorRole role, String name, OnnxValue value, InFlightInference call)
      throws OrtException {
    if (value instanceof OnnxTensor tensor) {
      OrtTensors.copy(role, name, tensor, call);
    } else if (value instanceof OnnxTensorLike sparse) {
      OrtTensors.copyShape(role, name, sparse.getInfo(), call);
    } else if (value instanceof OnnxSequence sequence) {
      copySequence(role, name, sequence, call);
    } else if (value instanceof OnnxMap map) {
      OrtMaps.copy(role, name, List.of(map), call);
    }
  }

  private static void copySequence(
      TensorRole role, String name, OnnxSequence sequence, InFlightInference call)
      throws OrtException {
    if (!isReadable(sequence)) {
      return;
    }
    // Each element is a native of its own, made by this very call: ours to close.
    List<? extends OnnxValue> elements = sequence.getValue();
    try {
      if (sequence.getInfo().isSequenceOfMaps()) {
        OrtMaps.copy(role, name, elements, call);
      } else {
        for (int i = 0; i < Math.min(MAX_ELEMENTS, elements.size()); i++) {
          copy(role, name + "[" + i + "]", elements.get(i), call);
        }
      }
    } finally {
      OnnxValue.close(elements);
    }
  }

  private static boolean isReadable(OnnxSequence sequence) {
    if (sequence.getInfo().isSequenceOfMaps()) {
      return true;
    }
    return switch (sequence.getInfo().sequenceType) {
      case STRING, INT64, FLOAT, DOUBLE -> true;
      default -> false;
    };
  }
}
