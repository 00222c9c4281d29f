package io.plumbline.capture;

import java.time.Duration;
import java.util.Arrays;

/**
 * Decides how much of each call is captured, from what it cost: a state machine without a clock of
 * its own.
 *
 * <p>Down a level when {@value #PATIENCE} windows in a row were above the budget. Up a level when
 * what the higher one would cost has fitted well into the budget for a while. That is known from
 * calls which are captured a level higher now and then. A step up that did not last ten minutes
 * doubles the while for the next, up to those ten minutes, so a load that comes and goes does not
 * make it swing.
 */
final class LevelControl {
  private static final int PATIENCE = 5;
  private static final long SHORTEST_CALM = Duration.ofSeconds(5).toNanos();
  private static final long LONGEST_CALM = Duration.ofMinutes(10).toNanos();

  /** Part of the budget that the higher level has to fit into. */
  private static final double FITS = 0.8;

  /** Part of the budget that calls at the higher level may take, together. */
  private static final double PROBES = 0.1;

  /** The first of them finds nothing of its code and data in a cache. */
  private static final int MOST_PROBES = 16;

  private static final int PROBES_KEPT = 5;
  private static final int PROBES_NEEDED = 3;

  private OverheadBudget budget;
  private CaptureLevel level = CaptureLevel.FULL;
  private int windowsAbove;
  private long elapsedNanos;
  private long calmSinceNanos;
  private long calmNeededNanos = SHORTEST_CALM;
  private long lastUpNanos = -LONGEST_CALM;
  private boolean isUpNewest;
  private double callNanos;
  private double utilization;

  /** What the level above cost when it was left, until enough is known of what it costs now. */
  private double higherNanos;

  private final double[] probes = new double[PROBES_KEPT];
  private int probed;

  LevelControl(OverheadBudget budget) {
    this.budget = budget;
  }

  void change(OverheadBudget next) {
    budget = next;
  }

  OverheadBudget budget() {
    return budget;
  }

  CaptureLevel level() {
    return level;
  }

  /** Of one core, in the last window. */
  double utilization() {
    return utilization;
  }

  /** Of a typical call, in the last window in which one was timed. */
  double callNanos() {
    return callNanos;
  }

  /**
   * Takes in what was seen.
   *
   * @return the level from now on
   */
  CaptureLevel observe(OverheadWindow window) {
    elapsedNanos += window.length().toNanos();
    if (!Double.isNaN(window.callNanos())) {
      callNanos = window.callNanos();
    }
    if (!Double.isNaN(window.higherNanos())) {
      probes[probed++ % PROBES_KEPT] = window.higherNanos();
    }
    utilization = window.utilization(callNanos);
    if (window.calls() > 0) {
      windowsAbove = isAbove() ? windowsAbove + 1 : 0;
    }
    if (windowsAbove >= PATIENCE && level != CaptureLevel.COUNTS) {
      down();
    } else if (level != CaptureLevel.FULL) {
      lookUp(window);
    }
    return level;
  }

  private boolean isAbove() {
    return utilization > budget.maxUtilization() || callNanos > budget.maxCall().toNanos();
  }

  private void down() {
    if (elapsedNanos - lastUpNanos > LONGEST_CALM) {
      calmNeededNanos = SHORTEST_CALM;
    } else if (isUpNewest) {
      calmNeededNanos = Math.min(2 * calmNeededNanos, LONGEST_CALM);
    }
    isUpNewest = false;
    higherNanos = callNanos;
    enter(level.lower());
  }

  private void lookUp(OverheadWindow window) {
    double cost = higherNanos();
    boolean fits =
        window.calls() == 0
            || (windowsAbove == 0
                && window.utilization(cost) <= FITS * budget.maxUtilization()
                && cost <= FITS * budget.maxCall().toNanos());
    if (!fits) {
      calmSinceNanos = elapsedNanos;
    } else if (elapsedNanos - calmSinceNanos >= calmNeededNanos) {
      lastUpNanos = elapsedNanos;
      isUpNewest = true;
      higherNanos = Double.NaN;
      enter(level.higher());
    }
  }

  private void enter(CaptureLevel next) {
    level = next;
    windowsAbove = 0;
    calmSinceNanos = elapsedNanos;
    probed = 0;
  }

  /** Of the last calls at the level above, without the most expensive one. */
  private double higherNanos() {
    int known = Math.min(probed, PROBES_KEPT);
    if (known < PROBES_NEEDED) {
      return higherNanos;
    }
    double most = Arrays.stream(probes, 0, known).max().orElse(0);
    return (Arrays.stream(probes, 0, known).sum() - most) / (known - 1);
  }

  /** Calls that may be captured a level higher in the next second, to know what they cost. */
  int probes() {
    double cost = higherNanos();
    double most = PROBES * budget.maxUtilization() * 1e9 / Math.max(1, cost);
    return Double.isNaN(cost) ? 1 : (int) Math.max(1, Math.min(MOST_PROBES, most));
  }
}
