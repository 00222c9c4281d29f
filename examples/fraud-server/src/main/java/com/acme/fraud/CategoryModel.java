package com.acme.fraud;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What kind of purchase is this? A linear classifier in the shape scikit-learn exports. */
final class CategoryModel implements Model, AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final String version;
  private final FeatureSchema schema;

  CategoryModel(Path file) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      session = environment.createSession(file.toString(), options);
    }
    version = Long.toString(session.getMetadata().getVersion());
    Map<String, FeatureSchema.Type> types = new LinkedHashMap<>();
    for (NodeInfo input : session.getInputInfo().values()) {
      types.put(input.getName(), type(((TensorInfo) input.getInfo()).type));
    }
    schema = new FeatureSchema(types);
  }

  private static FeatureSchema.Type type(OnnxJavaType type) {
    return switch (type) {
      case FLOAT -> FeatureSchema.Type.FLOAT;
      case INT64 -> FeatureSchema.Type.LONG;
      case STRING -> FeatureSchema.Type.STRING;
      default -> throw new IllegalArgumentException("no feature is of type " + type);
    };
  }

  @Override
  public String name() {
    return "category";
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public FeatureSchema schema() {
    return schema;
  }

  @Override
  public List<Prediction> predict(List<Map<String, Object>> rows) throws ModelRefusal {
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, List<Object>> column : columns(rows).entrySet()) {
        inputs.put(column.getKey(), tensor(column.getValue()));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        return predictions(result);
      }
    } catch (OrtException e) {
      throw new ModelRefusal(e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  /** For each feature, one value for each row that names it. */
  private static Map<String, List<Object>> columns(List<Map<String, Object>> rows) {
    Map<String, List<Object>> columns = new LinkedHashMap<>();
    for (Map<String, Object> row : rows) {
      row.forEach(
          (name, value) -> columns.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
    }
    return columns;
  }

  /** A column of values of one type, of shape {@code [rows, 1]}. */
  private OnnxTensor tensor(List<Object> values) throws OrtException {
    long[] shape = {values.size(), 1};
    if (values.get(0) instanceof Float) {
      FloatBuffer floats = FloatBuffer.allocate(values.size());
      values.forEach(value -> floats.put((Float) value));
      return OnnxTensor.createTensor(environment, floats.flip(), shape);
    }
    if (values.get(0) instanceof Long) {
      LongBuffer longs = LongBuffer.allocate(values.size());
      values.forEach(value -> longs.put((Long) value));
      return OnnxTensor.createTensor(environment, longs.flip(), shape);
    }
    return OnnxTensor.createTensor(environment, values.toArray(new String[0]), shape);
  }

  private static List<Prediction> predictions(OrtSession.Result result) throws OrtException {
    String[] labels = (String[]) value(result, "output_label").getValue();
    OnnxSequence rows = (OnnxSequence) value(result, "output_probability");
    List<Prediction> predictions = new ArrayList<>();
    for (OnnxValue row : rows.getValue()) {
      Map<String, Float> probabilities = new TreeMap<>();
      try (OnnxMap map = (OnnxMap) row) {
        map.getValue().forEach((label, p) -> probabilities.put((String) label, (Float) p));
      }
      String label = labels[predictions.size()];
      predictions.add(new Prediction(label, probabilities.get(label), probabilities));
    }
    return predictions;
  }

  private static OnnxValue value(OrtSession.Result result, String output) {
    return result.get(output).orElseThrow();
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
