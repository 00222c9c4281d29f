package io.plumbline.instrumentation.onnxruntime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.ModelCapture;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.TensorRole;
import io.plumbline.capture.WeakIdentityTable;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of the model behind a session, asked once and kept until the session closes. */
final class OrtModel {
  private static final String LIBRARY = "onnxruntime";
  private static final String NO_FILE =
      "onnxruntime: a session was made of bytes, or before the agent was there: its model is named"
          + " after its graph. `models` in the configuration can name it";
  private static final int SESSIONS = 1024;

  /** What the metadata says when the file has no version. */
  private static final long NO_VERSION = Long.MAX_VALUE;

  private static final WeakIdentityTable<OrtSession, String> FILES =
      new WeakIdentityTable<>(SESSIONS);
  private static final WeakIdentityTable<OrtSession, OrtModel> MODELS =
      new WeakIdentityTable<>(SESSIONS);

  private final ModelCapture capture;
  private final String[] inputs;
  private final @Nullable String batchInput;

  private OrtModel(ModelCapture capture, String[] inputs, @Nullable String batchInput) {
    this.capture = capture;
    this.inputs = inputs;
    this.batchInput = batchInput;
  }

  static void loaded(OrtSession session, String file) {
    FILES.put(session, file);
  }

  static void forget(OrtSession session) {
    FILES.remove(session);
    MODELS.remove(session);
  }

  static OrtModel of(OrtSession session) {
    OrtModel known = MODELS.get(session);
    return known != null ? known : ask(session);
  }

  private static OrtModel ask(OrtSession session) {
    String[] inputs;
    try {
      inputs = session.getInputNames().toArray(new String[0]);
    } catch (IllegalStateException closed) {
      // Nothing else may be asked: the native is gone.
      return new OrtModel(InferenceRecorder.describe(named(null, "")), new String[0], null);
    }
    ModelCapture capture = InferenceRecorder.describe(describe(session));
    OrtModel asked = new OrtModel(capture, inputs, batchInput(session));
    MODELS.put(session, asked);
    return asked;
  }

  private static ModelRef describe(OrtSession session) {
    String file = FILES.get(session);
    if (file == null) {
      InferenceRecorder.note(NO_FILE);
    }
    try {
      return describe(file, session.getMetadata());
    } catch (OrtException unreadable) {
      return named(file, "");
    }
  }

  private static ModelRef describe(@Nullable String file, OnnxModelMetadata metadata) {
    long version = metadata.getVersion();
    Map<String, String> custom = metadata.getCustomMetadata();
    return named(file, metadata.getGraphName())
        .withVersion(version == NO_VERSION || version == 0 ? null : Long.toString(version))
        .withLibraryVersion(OrtEnvironment.getEnvironment().getVersion())
        .withFeatures(NameList.find(custom, "feature_names", "features"))
        .withLabels(NameList.find(custom, "class_names", "classes", "labels"));
  }

  private static ModelRef named(@Nullable String file, String graph) {
    if (file != null && !file.isEmpty()) {
      return ModelRef.ofFile(LIBRARY, file);
    }
    return ModelRef.of(LIBRARY, graph.isEmpty() ? "unknown" : graph);
  }

  /**
   * The input whose first dimension counts the rows: the first that leaves it open, else the first
   * that has one.
   */
  private static @Nullable String batchInput(OrtSession session) {
    try {
      return batchInput(session.getInputInfo().values());
    } catch (OrtException unreadable) {
      return null;
    }
  }

  private static @Nullable String batchInput(Collection<NodeInfo> nodes) {
    String first = null;
    for (NodeInfo node : nodes) {
      if (node.getInfo() instanceof TensorInfo tensor && !tensor.isScalar()) {
        if (tensor.getShape()[0] < 0) {
          return node.getName();
        }
        first = first == null ? node.getName() : first;
      }
    }
    return first;
  }

  void describe(InFlightInference call) {
    call.model(capture);
  }

  /** In the model's order, whatever the order of the host's map; then what the model has not. */
  void copyInputs(Map<String, ? extends OnnxTensorLike> values, InFlightInference call)
      throws OrtException {
    int found = 0;
    for (String name : inputs) {
      OnnxTensorLike value = values.get(name);
      if (value != null) {
        found++;
        copyInput(name, value, call);
      }
    }
    if (found < values.size()) {
      copyUnknownInputs(values, call);
    }
  }

  private void copyUnknownInputs(
      Map<String, ? extends OnnxTensorLike> values, InFlightInference call) throws OrtException {
    for (Map.Entry<String, ? extends OnnxTensorLike> entry : values.entrySet()) {
      if (entry.getValue() != null && !isInput(entry.getKey())) {
        copyInput(entry.getKey(), entry.getValue(), call);
      }
    }
  }

  private boolean isInput(String name) {
    for (String input : inputs) {
      if (input.equals(name)) {
        return true;
      }
    }
    return false;
  }

  private void copyInput(String name, OnnxTensorLike value, InFlightInference call)
      throws OrtException {
    if (name.equals(batchInput)) {
      long[] shape = value.getInfo().getShape();
      call.batchSize(shape.length == 0 ? 1 : shape[0]);
    }
    OrtValues.copy(TensorRole.INPUT, name, value, call);
  }
}
