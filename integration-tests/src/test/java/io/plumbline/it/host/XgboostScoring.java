package io.plumbline.it.host;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Trains with XGBoost, saves the model into the folder that is its argument, and scores with it,
 * each way under another name. What it was told by the library, it writes to stdout.
 */
final class XgboostScoring {
  private static final int EXAMPLES = 120;

  private XgboostScoring() {}

  public static void main(String[] arguments) throws Exception {
    AgentStart.awaitSpool("ml.dmlc.xgboost4j.java.Booster");
    Path models = Path.of(arguments[0]);
    Booster trained = train();
    for (String name : new String[] {"one", "rows", "refusing", "busy"}) {
      trained.saveModel(models.resolve(name + ".json").toString());
    }
    // All loaded before the first is asked, as servers do; what a model file says is read
    // meanwhile.
    Booster one = load(models, "one");
    Booster rows = load(models, "rows");
    Booster refusing = load(models, "refusing");
    scoreOnManyThreads(load(models, "busy"));
    failToScore(refusing);
    scoreRows(rows);
    scoreOneRow(one);
  }

  private static Booster load(Path models, String name) throws XGBoostError {
    return XGBoost.loadModel(models.resolve(name + ".json").toString());
  }

  private static Booster train() throws XGBoostError {
    float[] features = new float[2 * EXAMPLES];
    float[] labels = new float[EXAMPLES];
    for (int row = 0; row < EXAMPLES; row++) {
      features[2 * row] = row * 37 % EXAMPLES / (float) EXAMPLES;
      features[2 * row + 1] = row;
      labels[row] = features[2 * row] > 0.5f ? 1 : 0;
    }
    DMatrix data = new DMatrix(features, EXAMPLES, 2, Float.NaN);
    data.setLabel(labels);
    Map<String, Object> parameters =
        Map.of("objective", "binary:logistic", "max_depth", 2, "nthread", 1);
    return XGBoost.train(data, parameters, 3, Map.of(), null, null);
  }

  private static void scoreOneRow(Booster model) throws XGBoostError {
    System.out.println("one " + predict(model, new float[] {0.7f, 3}, 1)[0][0]);
  }

  private static void scoreRows(Booster model) throws XGBoostError {
    float[] rows = new float[80];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i / 100f;
    }
    for (float[] answer : predict(model, rows, rows.length / 2)) {
      System.out.println("rows " + answer[0]);
    }
  }

  private static void failToScore(Booster model) throws XGBoostError {
    DMatrix tooWide = new DMatrix(new float[] {1, 2, 3, 4, 5}, 1, 5, Float.NaN);
    try {
      model.predict(tooWide);
    } catch (XGBoostError e) {
      System.out.println("refused " + e.getClass().getName());
    } finally {
      tooWide.dispose();
    }
  }

  private static void scoreOnManyThreads(Booster model) throws Exception {
    String[] answers = new String[1000];
    Crowd.of(number -> answers[number] = number + " " + predict(model, row(number), 1)[0][0]);
    Arrays.stream(answers).forEach(answer -> System.out.println("busy " + answer));
  }

  private static float[] row(int number) {
    return new float[] {number / 1000f, number};
  }

  private static float[][] predict(Booster model, float[] values, int rows) throws XGBoostError {
    DMatrix data = new DMatrix(values, rows, 2, Float.NaN);
    try {
      return model.predict(data);
    } finally {
      data.dispose();
    }
  }
}
