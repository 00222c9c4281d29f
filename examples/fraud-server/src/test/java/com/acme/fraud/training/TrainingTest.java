package com.acme.fraud.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
  private static final Path BUILT = Path.of(System.getProperty("models"));

  @TempDir Path directory;

  @Test
  void fraudModelBeatsChanceOnHeldOutPayments() throws XGBoostError {
    assertThat(FraudTraining.trainInto(directory.resolve("fraud.json"))).isGreaterThan(0.8);
  }

  @Test
  void categoryModelBeatsChanceOnHeldOutPurchases() throws IOException {
    assertThat(CategoryTraining.trainInto(directory.resolve("category.onnx"))).isGreaterThan(0.75);
  }

  @Test
  void trainingAgainGivesTheSameModels() throws Exception {
    TrainModels.main(new String[] {directory.toString()});

    assertThat(directory.resolve("fraud.json")).hasSameBinaryContentAs(BUILT.resolve("fraud.json"));
    assertThat(directory.resolve("category.onnx"))
        .hasSameBinaryContentAs(BUILT.resolve("category.onnx"));
    assertThat(Files.list(directory)).hasSize(2);
  }

  @Test
  void areaUnderCurveCountsPairsInOrderAndTiesByHalf() {
    int[] labels = {0, 0, 1, 1};

    assertThat(Quality.areaUnderCurve(new float[] {1, 2, 3, 4}, labels)).isEqualTo(1);
    assertThat(Quality.areaUnderCurve(new float[] {4, 3, 2, 1}, labels)).isEqualTo(0);
    assertThat(Quality.areaUnderCurve(new float[] {1, 1, 1, 1}, labels)).isEqualTo(0.5);
    assertThat(Quality.areaUnderCurve(new float[] {1, 3, 2, 4}, labels))
        .isCloseTo(0.75, within(1e-9));
  }
}
