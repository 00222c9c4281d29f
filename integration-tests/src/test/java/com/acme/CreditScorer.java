package com.acme;

import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Decides about credits; slow, unsure or failing where a request wants it so. */
public final class CreditScorer {
  /** What a call answers. */
  @SuppressWarnings("ArrayRecordComponent") // as a scorer may have it
  public record Decision(String label, double[] probabilities) {}

  public Decision score(Map<String, Object> request) {
    double sure = (double) request.getOrDefault("sure", 0.5);
    LockSupport.parkNanos((long) ((double) request.getOrDefault("takes_ms", 0.0) * 1e6));
    if (sure < 0) {
      throw new IllegalArgumentException("nobody knows");
    }
    return new Decision(sure > 0.5 ? "grant" : "refuse", new double[] {1 - sure, sure});
  }
}
