package io.plumbline.telemetry;

import io.plumbline.capture.Inference;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Inferences that become a span whatever the sampler says.
 *
 * @param errors those that failed
 * @param slowerThan those that took longer; null for no such rule
 * @param lessSureThan those with a confidence below this in any row; 0 for no such rule
 */
public record KeepRules(boolean errors, @Nullable Duration slowerThan, double lessSureThan) {
  /** Errors only. */
  public static final KeepRules DEFAULT = new KeepRules(true, null, 0);

  /** No rule: the sampler alone decides. */
  public static final KeepRules NONE = new KeepRules(false, null, 0);

  public KeepRules {
    if (slowerThan != null && slowerThan.isNegative()) {
      throw new IllegalArgumentException("slowerThan must not be negative, is " + slowerThan);
    }
    if (!(lessSureThan >= 0 && lessSureThan <= 1)) {
      throw new IllegalArgumentException("lessSureThan must be 0 to 1, is " + lessSureThan);
    }
  }

  boolean keep(Inference inference, Prediction prediction) {
    boolean failed = errors && inference.outcome().isError();
    boolean slow = slowerThan != null && inference.durationNanos() > slowerThan.toNanos();
    return failed || slow || prediction.leastConfidence() < lessSureThan;
  }
}
