package io.plumbline.it.host;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.acme.CanaryScorer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;

/**
 * Lets each of the {@link Canaries} through one of the ways into a record, in turns; says when it
 * is done, and stays.
 */
final class CanaryScoring {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

  private final CanaryScorer scorer = new CanaryScorer();
  private final OrtSession strings;
  private final Booster booster;

  private CanaryScoring(Path onnx, Path xgboost) throws Exception {
    strings = environment.createSession(onnx.toString());
    booster = XGBoost.loadModel(xgboost.toString());
  }

  public static void main(String[] arguments) throws Exception {
    AgentStart.awaitSpool("ai.onnxruntime.OrtSession");
    CanaryScoring scoring = new CanaryScoring(Path.of(arguments[0]), Path.of(arguments[1]));
    List<String> canaries =
        Canaries.of(Long.parseLong(arguments[2]), Integer.parseInt(arguments[3]));
    for (int i = 0; i < canaries.size(); i++) {
      scoring.let(canaries.get(i), i / Canaries.KINDS % CanaryWay.values().length);
    }
    System.out.println("all of them");
    Thread.sleep(Long.MAX_VALUE);
  }

  private void let(String canary, int way) throws Exception {
    switch (List.of(CanaryWay.values()).get(way)) {
      case ONNX_STRING -> scoreStrings(canary);
      case XGBOOST_FEATURE_NAME -> scoreNamed(canary);
      case MAP_VALUE -> scorer.map(Map.of("value", canary, "amount", 1.5));
      case WHOLE_NUMBER -> scorer.map(Map.of("value", number(canary), "amount", 1.5));
      case MAP_KEY -> scorer.map(Map.of(canary, 1.5));
      case ARRAY -> scorer.array(new String[] {canary, "second"});
      case LIST -> scorer.list(List.of(1.5, canary));
      case ROWS -> scorer.list(List.of(Map.of("value", canary), Map.of("value", canary)));
      case RECORD -> scorer.record(new CanaryScorer.Person(canary, 44));
      case BEAN -> scorer.bean(new CanaryScorer.Bean(canary));
      case LABEL -> scorer.labelled(canary);
      case CLASS_NAME -> scorer.probabilities(canary);
      case MESSAGE -> fail(canary);
      case MODEL_NAME -> scorer.ofModel(canary, 1.5);
      case CORRELATION_ID -> scorer.correlated(canary, 1.5);
      case THREAD_NAME -> scoreOnThread(canary);
      case FAILING_CAPTURE -> scorer.map(new CanaryScorer.Unreadable(canary));
    }
  }

  private static Object number(String canary) {
    return canary.matches("[0-9]+") ? (Object) Long.valueOf(canary) : canary;
  }

  private void scoreStrings(String canary) throws Exception {
    try (OnnxTensor text = OnnxTensor.createTensor(environment, new String[][] {{canary}})) {
      strings.run(Map.of("text", text)).close();
    }
  }

  private void scoreNamed(String canary) throws Exception {
    booster.setFeatureNames(new String[] {canary, "plain"});
    DMatrix data = new DMatrix(new float[] {0.5f, 1}, 1, 2, Float.NaN);
    try {
      booster.predict(data);
    } finally {
      data.dispose();
    }
  }

  private void fail(String canary) {
    try {
      scorer.fail(canary);
    } catch (IllegalArgumentException e) {
      // As a server would.
    }
  }

  private void scoreOnThread(String canary) throws InterruptedException {
    Thread thread = new Thread(() -> scorer.map(Map.of("amount", 1.5)), canary);
    thread.start();
    thread.join();
  }
}
