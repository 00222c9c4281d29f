package io.plumbline.it.host;

import ml.dmlc.xgboost4j.java.XGBoost;

/** Its first statement is an inference. */
public final class FirstStatement {
  private FirstStatement() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println(
        XGBoost.loadModel(arguments[0])
            .inplace_predict(new float[] {0.7f, 3}, 1, 2, Float.NaN)[0][0]);
  }
}
