package com.acme.scoring;

import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/** A linear classifier of two classes in ONNX Runtime: tensor, run, and reading the answer. */
final class OnnxScorer implements Scorer {
  private static final long[] ONE_ROW = {1, FEATURES};

  private final float[] features = ArrayScorer.newFeatures();
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  /**
   * @param zipMap whether probabilities come as a list of maps, as scikit-learn's converter has it
   */
  OnnxScorer(boolean zipMap) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    session = environment.createSession(ClassifierFile.bytes(zipMap), options);
  }

  @Override
  public double score() throws OrtException {
    return probabilities().hashCode();
  }

  /**
   * @return {@code float[1][2]}, or a map from class to probability
   */
  Object probabilities() throws OrtException {
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(features), ONE_ROW);
        OrtSession.Result result = session.run(Map.of("features", tensor))) {
      Object value = result.get(1).getValue();
      return value instanceof List<?> rows ? ((OnnxMap) rows.get(0)).getValue() : value;
    }
  }
}
