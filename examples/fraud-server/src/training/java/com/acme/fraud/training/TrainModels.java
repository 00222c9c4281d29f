package com.acme.fraud.training;

import java.nio.file.Files;
import java.nio.file.Path;

/** {@code TrainModels DIR} writes {@code fraud.json} and {@code category.onnx} there. */
public final class TrainModels {
  private TrainModels() {}

  public static void main(String[] args) throws Exception {
    Path directory = Files.createDirectories(Path.of(args[0]));
    double fraud = FraudTraining.trainInto(directory.resolve("fraud.json"));
    double category = CategoryTraining.trainInto(directory.resolve("category.onnx"));
    System.out.printf(
        "trained on held-out data: fraud AUC %.3f (chance 0.5), category accuracy %.3f (chance"
            + " 0.2)%n",
        fraud, category);
  }
}
