package io.plumbline.it.host;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Scores with ONNX Runtime, each way with a model of its own, from the folder that is its argument.
 * What it was told by the library, it writes to stdout.
 */
final class OnnxScoring {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

  private OnnxScoring() {}

  public static void main(String[] arguments) throws Exception {
    AgentStart.awaitSpool("ai.onnxruntime.OrtSession");
    Path models = Path.of(arguments[0]);
    OnnxScoring scoring = new OnnxScoring();
    scoring.scoreOneRow(models.resolve("payment.onnx"));
    scoring.scoreRows(models.resolve("rows.onnx"));
    scoring.failToScore(models.resolve("refusing.onnx"));
    scoring.scoreOnManyThreads(models.resolve("busy.onnx"));
  }

  private void scoreOneRow(Path model) throws OrtException {
    try (OrtSession session = environment.createSession(model.toString());
        OnnxTensor amount = OnnxTensor.createTensor(environment, new float[][] {{12.1f}});
        OnnxTensor rate = OnnxTensor.createTensor(environment, new double[][] {{0.1}});
        OnnxTensor visits =
            OnnxTensor.createTensor(environment, new long[][] {{9_007_199_254_740_993L}});
        OnnxTensor country = OnnxTensor.createTensor(environment, new String[][] {{"FR"}});
        OrtSession.Result result =
            session.run(
                Map.of("amount", amount, "rate", rate, "visits", visits, "country", country))) {
      System.out.println("payment " + Arrays.deepToString((Object[]) result.get(0).getValue()));
    }
  }

  private void scoreRows(Path model) throws OrtException {
    float[][] rows = new float[64][];
    Arrays.setAll(rows, row -> new float[] {row + 0.5f, -row, row * 1e6f});
    try (OrtSession session = environment.createSession(model.toString())) {
      System.out.println("rows " + Arrays.deepToString(run(session, rows)));
    }
  }

  private void failToScore(Path model) throws OrtException {
    try (OrtSession session = environment.createSession(model.toString());
        OnnxTensor wrong = OnnxTensor.createTensor(environment, new long[][] {{1L}})) {
      session.run(Map.of("x", wrong)).close();
    } catch (OrtException e) {
      System.out.println("refused " + e.getClass().getName());
    }
  }

  private void scoreOnManyThreads(Path model) throws Exception {
    try (OrtSession session = environment.createSession(model.toString())) {
      Crowd.of(
          number -> {
            float[][] row = {{number, number + 0.25f, -number}};
            if (!Arrays.deepEquals(run(session, row), row)) {
              throw new IllegalStateException("a wrong answer to " + number);
            }
          });
    }
    System.out.println("busy done");
  }

  private float[][] run(OrtSession session, float[][] rows) throws OrtException {
    try (OnnxTensor x = OnnxTensor.createTensor(environment, rows);
        OrtSession.Result result = session.run(Map.of("x", x))) {
      return (float[][]) result.get(0).getValue();
    }
  }
}
