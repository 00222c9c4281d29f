package io.plumbline.instrumentation.xgboost;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Really trained, in a few milliseconds: the label depends on the first of two features. */
final class TrainedBooster {
  static final int ROWS = 120;

  private TrainedBooster() {}

  /**
   * @param objective of two classes where it is binary, else of three
   */
  static Booster of(String objective) throws XGBoostError {
    DMatrix data = data(objective.startsWith("multi") ? 3 : 2);
    try {
      return XGBoost.train(data, parameters(objective), 3, new HashMap<>(), null, null);
    } finally {
      data.dispose();
    }
  }

  static DMatrix data(int classes) throws XGBoostError {
    Random random = new Random(1);
    float[] features = new float[2 * ROWS];
    float[] labels = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      features[2 * row] = random.nextFloat();
      features[2 * row + 1] = random.nextFloat();
      labels[row] = (int) (features[2 * row] * classes);
    }
    DMatrix data = new DMatrix(features, ROWS, 2, Float.NaN);
    data.setLabel(labels);
    return data;
  }

  static Map<String, Object> parameters(String objective) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("objective", objective);
    parameters.put("max_depth", 2);
    parameters.put("nthread", 1);
    if (objective.startsWith("multi")) {
      parameters.put("num_class", 3);
    }
    return parameters;
  }
}
