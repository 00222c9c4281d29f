package com.acme.fraud;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Is this payment fraud ("1") or not ("0")? A gradient-boosted forest. */
final class FraudModel implements Model, AutoCloseable {
  private final Booster booster;
  private final String version;
  private final FeatureSchema schema;

  FraudModel(Path file) throws XGBoostError {
    booster = XGBoost.loadModel(file.toString());
    // A row takes microseconds: waking every core for it costs more than it saves.
    booster.setParam("nthread", 1);
    version = booster.getAttr("model_version");
    Map<String, FeatureSchema.Type> types = new LinkedHashMap<>();
    for (String name : booster.getFeatureNames()) {
      types.put(name, FeatureSchema.Type.FLOAT);
    }
    schema = new FeatureSchema(types);
  }

  @Override
  public String name() {
    return "fraud";
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
    Set<String> columns = new LinkedHashSet<>(schema.types().keySet());
    rows.forEach(row -> columns.addAll(row.keySet()));
    try {
      DMatrix matrix = new DMatrix(rowMajor(rows, columns), rows.size(), columns.size(), Float.NaN);
      try {
        return predictions(booster.predict(matrix));
      } finally {
        matrix.dispose();
      }
    } catch (XGBoostError e) {
      throw new ModelRefusal(e);
    }
  }

  /** A value that is missing in a row is NaN, which a tree knows how to route. */
  private static float[] rowMajor(List<Map<String, Object>> rows, Set<String> columns) {
    float[] values = new float[rows.size() * columns.size()];
    int next = 0;
    for (Map<String, Object> row : rows) {
      for (String column : columns) {
        values[next++] = (Float) row.getOrDefault(column, Float.NaN);
      }
    }
    return values;
  }

  private static List<Prediction> predictions(float[][] outputs) {
    List<Prediction> predictions = new ArrayList<>();
    for (float[] output : outputs) {
      float fraud = output[0];
      Map<String, Float> probabilities = new LinkedHashMap<>();
      probabilities.put("0", 1 - fraud);
      probabilities.put("1", fraud);
      String label = fraud >= 0.5f ? "1" : "0";
      predictions.add(new Prediction(label, probabilities.get(label), probabilities));
    }
    return predictions;
  }

  @Override
  public void close() {
    booster.dispose();
  }
}
