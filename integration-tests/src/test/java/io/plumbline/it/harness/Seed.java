package io.plumbline.it.harness;

import java.util.SplittableRandom;

/**
 * Where a test's chance comes from. The seed is printed; {@code -Dplumbline.it.seed=…} repeats a
 * run, as far as threads and processes can be repeated.
 */
public final class Seed {
  private static final String PROPERTY = "plumbline.it.seed";

  private Seed() {}

  /**
   * @param test whose output says the seed
   */
  public static SplittableRandom of(String test) {
    long seed = Long.getLong(PROPERTY, System.nanoTime());
    System.out.println(test + ": -D" + PROPERTY + "=" + seed);
    return new SplittableRandom(seed);
  }
}
