package com.acme.scoring;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Ten small trees in XGBoost: a DMatrix for each call, as its documentation shows. */
final class XgboostScorer implements Scorer {
  private static final int EXAMPLES = 200;

  private final float[] features = ArrayScorer.newFeatures();
  private final Booster booster;

  XgboostScorer() throws Exception {
    Path file = Files.createTempFile("fraud", ".json");
    try {
      train().saveModel(file.toString());
      booster = XGBoost.loadModel(file.toString());
      booster.setParam("nthread", 1);
    } finally {
      Files.delete(file);
    }
  }

  private static Booster train() throws XGBoostError {
    float[] rows = new float[EXAMPLES * FEATURES];
    float[] labels = new float[EXAMPLES];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) Math.sin(i * 0.37);
    }
    for (int row = 0; row < EXAMPLES; row++) {
      labels[row] = rows[row * FEATURES] + rows[row * FEATURES + 7] > 0 ? 1 : 0;
    }
    DMatrix data = new DMatrix(rows, EXAMPLES, FEATURES, Float.NaN);
    data.setLabel(labels);
    return XGBoost.train(
        data,
        Map.of("objective", "binary:logistic", "max_depth", 4, "nthread", 1),
        10,
        Map.of(),
        null,
        null);
  }

  @Override
  public double score() throws XGBoostError {
    DMatrix row = new DMatrix(features, 1, FEATURES, Float.NaN);
    try {
      return booster.predict(row)[0][0];
    } finally {
      row.dispose();
    }
  }
}
