package io.plumbline.it.host;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Makes so many inferences, says so, and waits for its end. */
final class SteadyScoring {
  private SteadyScoring() {}

  public static void main(String[] arguments) throws Exception {
    AgentStart.awaitSpool("ai.onnxruntime.OrtSession");
    int calls = Integer.parseInt(arguments[1]);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(arguments[0])) {
      for (int call = 0; call < calls; call++) {
        try (OnnxTensor x = OnnxTensor.createTensor(environment, new float[][] {{call, 0, 0}})) {
          session.run(Map.of("x", x)).close();
        }
      }
      System.out.println("made " + calls);
      new CountDownLatch(1).await();
    }
  }
}
