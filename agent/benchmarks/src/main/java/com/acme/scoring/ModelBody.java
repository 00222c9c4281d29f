package com.acme.scoring;

/**
 * What a model computes: the same few multiplications over and over, so that a number of rounds is
 * a duration, whatever the JVM and the agent.
 */
final class ModelBody {
  private static final float[] WEIGHTS = new float[Scorer.FEATURES];

  static {
    for (int i = 0; i < WEIGHTS.length; i++) {
      WEIGHTS[i] = (float) Math.sin(i + 1);
    }
  }

  /** Set between measurements, read by the threads that are then started. */
  private volatile int rounds;

  void rounds(int newRounds) {
    rounds = newRounds;
  }

  /** A probability. */
  float probability(float[] features) {
    float sum = features[0] * WEIGHTS[0] + features[31] * WEIGHTS[31];
    return sigmoid(compute(features, sum, rounds));
  }

  float probability(float first, float last) {
    float sum = first * WEIGHTS[0] + last * WEIGHTS[31];
    return sigmoid(compute(WEIGHTS, sum, rounds));
  }

  private static float compute(float[] features, float start, int rounds) {
    float sum = start;
    for (int round = 0; round < rounds; round++) {
      // Each depends on the one before: the processor cannot do several at once.
      sum = sum * 0.5f + features[round & 31] * WEIGHTS[round & 31];
    }
    return sum;
  }

  private static float sigmoid(float sum) {
    return 0.5f + 0.5f * sum / (1 + Math.abs(sum));
  }

  /** How many rounds take so long on this machine, in compiled code. */
  int roundsIn(long nanos) {
    float[] features = ArrayScorer.newFeatures();
    int tried = 20_000;
    long best = Long.MAX_VALUE;
    float sink = 0;
    for (int attempt = 0; attempt < 500; attempt++) {
      long before = System.nanoTime();
      sink += compute(features, attempt, tried);
      best = Math.min(best, System.nanoTime() - before);
    }
    return sink == 0 ? 0 : (int) (tried * nanos / best);
  }
}
