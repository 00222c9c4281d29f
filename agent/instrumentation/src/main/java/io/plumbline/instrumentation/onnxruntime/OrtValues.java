package io.plumbline.instrumentation.onnxruntime;

import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.SequenceInfo;
import io.plumbline.capture.DataType;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.TensorRole;
import java.util.List;
import java.util.Map;

/** Copies what a session takes and gives, by its kind. A kind that Java cannot read is left out. */
final class OrtValues {
  /** Tensors of one sequence that are copied; each is a tensor of its own in the record. */
  private static final int MAX_TENSORS = 8;

  /** The library reads a sequence all or none, at a native each; more are not worth it. */
  private static final int MAX_ELEMENTS = 4096;

  private OrtValues() {}

  static void copyOutputs(OrtSession.Result result, InFlightInference call) throws OrtException {
    for (Map.Entry<String, OnnxValue> output : result) {
      copy(TensorRole.OUTPUT, output.getKey(), output.getValue(), call);
    }
  }

  static void copy(TensorRole role, String name, OnnxValue value, InFlightInference call)
      throws OrtException {
    if (!call.takesValues()) {
      copyShape(role, name, value, call);
    } else if (value instanceof OnnxTensor tensor) {
      OrtTensors.copy(role, name, tensor, call);
    } else if (value instanceof OnnxTensorLike sparse) {
      OrtTensors.copyShape(role, name, sparse.getInfo(), call);
    } else if (value instanceof OnnxSequence sequence) {
      copySequence(role, name, sequence, call);
    } else if (value instanceof OnnxMap map) {
      OrtMaps.copy(role, name, List.of(map), call);
    }
  }

  /** What costs nothing to know. */
  private static void copyShape(
      TensorRole role, String name, OnnxValue value, InFlightInference call) {
    if (value instanceof OnnxTensorLike tensor) {
      OrtTensors.copyShape(role, name, tensor.getInfo(), call);
    }
  }

  private static void copySequence(
      TensorRole role, String name, OnnxSequence sequence, InFlightInference call)
      throws OrtException {
    SequenceInfo info = sequence.getInfo();
    if (info.length > MAX_ELEMENTS) {
      call.tensor(role, name, DataType.FP32, info.length, 1).limit(0, 0).close();
      return;
    }
    if (!isReadable(info)) {
      return;
    }
    // Each element is a native of its own, made by this very call: ours to close.
    List<? extends OnnxValue> elements = sequence.getValue();
    try {
      if (info.isSequenceOfMaps()) {
        OrtMaps.copy(role, name, elements, call);
      } else {
        copyTensors(role, name, elements, call);
      }
    } finally {
      OnnxValue.close(elements);
    }
  }

  private static void copyTensors(
      TensorRole role, String name, List<? extends OnnxValue> tensors, InFlightInference call)
      throws OrtException {
    for (int i = 0; i < tensors.size() && i <= MAX_TENSORS; i++) {
      if (tensors.get(i) instanceof OnnxTensor tensor) {
        String numbered = name + "[" + i + "]";
        if (i < MAX_TENSORS) {
          OrtTensors.copy(role, numbered, tensor, call);
        } else {
          OrtTensors.copyShape(role, numbered, tensor.getInfo(), call);
        }
      }
    }
  }

  private static boolean isReadable(SequenceInfo info) {
    return info.isSequenceOfMaps()
        || switch (info.sequenceType) {
          case STRING, INT64, FLOAT, DOUBLE -> true;
          default -> false;
        };
  }
}
