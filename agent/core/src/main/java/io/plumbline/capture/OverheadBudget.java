package io.plumbline.capture;

import java.time.Duration;

/**
 * What capture may cost host threads before it takes less of each call.
 *
 * @param maxUtilization of all threads together; 1 is one core
 * @param maxCall what a typical call may cost
 */
public record OverheadBudget(double maxUtilization, Duration maxCall) {
  public static final OverheadBudget DEFAULT = new OverheadBudget(0.05, Duration.ofMillis(1));

  public OverheadBudget {
    if (!(maxUtilization > 0) || maxCall.isZero() || maxCall.isNegative()) {
      throw new IllegalArgumentException("a budget must be above 0");
    }
  }
}
