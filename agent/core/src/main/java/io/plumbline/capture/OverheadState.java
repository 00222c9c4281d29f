package io.plumbline.capture;

/**
 * How capture keeps to its budget.
 *
 * @param level of the calls that begin now
 * @param utilization what it took lately, of one core
 * @param callNanos what a typical call cost lately
 */
public record OverheadState(
    CaptureLevel level, double utilization, double callNanos, OverheadBudget budget) {}
