package io.plumbline.discover;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Code of a host as it is written, with and without inferences. */
final class Scorers {
  private Scorers() {}

  record Payment(double amount, String country) {}

  record Verdict(String label, double probability, Map<String, Double> probabilities) {}

  static final class FraudModel {
    private final String version = "7";

    String getVersion() {
      return version;
    }

    Verdict predict(Payment payment) {
      return new Verdict("fraud", payment.amount(), Map.of());
    }

    void train(List<Payment> payments) {}

    double getScore(Payment payment) {
      return payment.amount();
    }
  }

  static final class PriceEstimator {
    float[] predict(float[][] rows) {
      return rows[0];
    }

    double predict(double area, int rooms) {
      return area * rooms;
    }
  }

  static final class Recommender {
    CompletionStage<Verdict> recommendFor(Map<String, Object> user) {
      return CompletableFuture.completedStage(new Verdict("a", user.size(), Map.of()));
    }
  }

  static final class ModelTrainer {
    double score(double[] row) {
      return row[0];
    }
  }

  static final class Checkout {
    int total(List<Integer> prices) {
      return prices.size();
    }

    boolean matches(String pattern) {
      return pattern.isEmpty();
    }
  }
}
