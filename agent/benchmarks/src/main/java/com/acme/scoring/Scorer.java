package com.acme.scoring;

/** One inference of 32 features, on any thread. */
interface Scorer {
  int FEATURES = 32;

  /**
   * @return something of the answer, so that it must be computed
   */
  double score() throws Exception;
}
