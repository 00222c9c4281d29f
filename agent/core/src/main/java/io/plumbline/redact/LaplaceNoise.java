package io.plumbline.redact;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Adds Laplace noise of scale sensitivity/epsilon: one value of a person whose values differ by at
 * most the sensitivity is epsilon-differentially private. Each further value of the same person
 * spends as much again.
 *
 * <p>The sum is rounded to a power of two not below the scale, since the low bits of a floating
 * point sum would tell the value (Mironov, "On significance of the least significant bits for
 * differential privacy", 2012). Randomness is SipHash of a counter under a key of this process:
 * nobody who sees the noise can tell the next, no lock is taken.
 */
final class LaplaceNoise implements NumberChange {
  private static final KeyedHash RANDOM = new KeyedHash(KeyedHash.newKey());
  private static final AtomicLong COUNTER = new AtomicLong();

  private final double scale;
  private final double grid;

  /**
   * @param epsilon above 0; smaller is more private
   * @param sensitivity above 0: by how much one person can change the value
   */
  LaplaceNoise(double epsilon, double sensitivity) {
    ValueRule.requirePositive("epsilon", epsilon);
    ValueRule.requirePositive("sensitivity", sensitivity);
    this.scale = sensitivity / epsilon;
    double power = Math.scalb(1.0, Math.getExponent(scale));
    this.grid = power < scale ? 2 * power : power;
  }

  @Override
  public double apply(double value) {
    long bits = RANDOM.hash(COUNTER.getAndIncrement());
    double uniform = ((bits >>> 12) + 0.5) * 0x1p-52; // in (0, 1)
    double noise = -scale * Math.log(uniform);
    return Math.rint((value + ((bits & 1) == 0 ? noise : -noise)) / grid) * grid;
  }
}
