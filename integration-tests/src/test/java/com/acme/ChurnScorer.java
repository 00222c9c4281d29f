package com.acme;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Scores customers: more spend, less churn. */
final class ChurnScorer {
  /** What a call answers. */
  record Answer(String label, double probability) {}

  private final String version;

  ChurnScorer(String version) {
    this.version = version;
  }

  String version() {
    return version;
  }

  /** Fails for whoever looks. */
  float[] broken() {
    return new float[Integer.parseInt("-" + version)];
  }

  Answer score(Map<String, Object> customer) {
    double spend = ((Number) customer.getOrDefault("spend", -1)).doubleValue();
    if (spend < 0) {
      throw new IllegalArgumentException("spend is missing");
    }
    double probability = 1 / (1 + spend);
    return new Answer(probability < 0.5 ? "stays" : "leaves", probability);
  }

  CompletableFuture<Answer> scoreLater(Map<String, Object> customer) {
    return CompletableFuture.supplyAsync(() -> new Answer("stays", 0.125));
  }

  float scoreArray(float[] features) {
    return features[0] * 2;
  }
}
