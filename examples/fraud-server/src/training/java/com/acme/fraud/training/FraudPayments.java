package com.acme.fraud.training;

import java.util.List;
import java.util.Random;

/** Payments with a card, about one in ten of them fraud. */
final class FraudPayments {
  static final List<String> FEATURES =
      List.of(
          "amount",
          "hour",
          "distance_km",
          "is_foreign",
          "merchant_risk",
          "card_age_days",
          "payments_last_hour",
          "amount_to_average");

  private final Random random;

  FraudPayments(long seed) {
    random = new Random(seed);
  }

  Examples generate(int size) {
    float[][] features = new float[size][];
    int[] labels = new int[size];
    for (int row = 0; row < size; row++) {
      features[row] = payment();
      labels[row] = random.nextDouble() < fraudProbability(features[row]) ? 1 : 0;
    }
    return new Examples(features, labels);
  }

  private float[] payment() {
    double average = Math.exp(3.5 + 0.6 * random.nextGaussian());
    double toAverage = Math.exp(0.7 * random.nextGaussian());
    return new float[] {
      cents(average * toAverage),
      random.nextInt(24),
      cents(Math.exp(1.5 + 1.5 * random.nextGaussian())),
      random.nextDouble() < 0.12 ? 1 : 0,
      cents(Math.pow(random.nextDouble(), 2)),
      random.nextInt(3000),
      (int) (-Math.log(1 - random.nextDouble()) * 1.2),
      cents(toAverage)
    };
  }

  /** Far away at night, a new card, many payments in a row: it is the combination that counts. */
  private static double fraudProbability(float[] payment) {
    boolean night = payment[1] < 6;
    double evidence = -5.5;
    evidence += Math.log1p(payment[2]) * (night ? 0.8 : 0.25);
    evidence += payment[3] * (payment[4] > 0.4 ? 3 : 0.5);
    evidence += 2 * payment[4];
    evidence += payment[5] < 90 ? 1.5 : 0;
    evidence += 0.8 * Math.max(0, payment[6] - 1);
    evidence += payment[7] > 2 ? payment[7] * 0.5 : 0;
    return 1 / (1 + Math.exp(-evidence));
  }

  private static float cents(double value) {
    return Math.round(value * 100) / 100f;
  }
}
