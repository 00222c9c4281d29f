package com.acme.fraud.training;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Trains the forest that knows fraud. */
final class FraudTraining {
  private static final int ROUNDS = 60;
  private static final Map<String, Object> PARAMETERS =
      Map.of(
          "objective", "binary:logistic",
          "max_depth", 4,
          "eta", 0.2,
          "seed", 7,
          // The same trees on every machine: sums of floats depend on how threads share the rows.
          "nthread", 1);

  private FraudTraining() {}

  /**
   * @return area under the curve on held-out payments
   */
  static double trainInto(Path file) throws XGBoostError {
    Examples payments = new FraudPayments(20_261_120).generate(24_000);
    Examples training = payments.slice(0, 18_000);
    Examples heldOut = payments.slice(18_000, 24_000);
    DMatrix rows = matrix(training);
    Booster booster = XGBoost.train(rows, PARAMETERS, ROUNDS, Map.of(), null, null);
    rows.dispose();
    double quality = Quality.areaUnderCurve(scores(booster, heldOut), heldOut.labels());
    booster.setFeatureNames(FraudPayments.FEATURES.toArray(new String[0]));
    booster.setAttr("model_name", "fraud");
    booster.setAttr("model_version", "7");
    booster.setAttr("held_out_auc", String.format(Locale.ROOT, "%.3f", quality));
    booster.saveModel(file.toString());
    booster.dispose();
    return quality;
  }

  private static float[] scores(Booster booster, Examples examples) throws XGBoostError {
    DMatrix rows = matrix(examples);
    float[][] outputs = booster.predict(rows);
    rows.dispose();
    float[] scores = new float[outputs.length];
    for (int row = 0; row < outputs.length; row++) {
      scores[row] = outputs[row][0];
    }
    return scores;
  }

  private static DMatrix matrix(Examples examples) throws XGBoostError {
    DMatrix matrix =
        new DMatrix(examples.rowMajor(), examples.size(), FraudPayments.FEATURES.size(), Float.NaN);
    float[] labels = new float[examples.size()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = examples.labels()[row];
    }
    matrix.setLabel(labels);
    return matrix;
  }
}
