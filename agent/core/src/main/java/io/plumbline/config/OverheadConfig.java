package io.plumbline.config;

import java.time.Duration;

/**
 * What the agent may cost.
 *
 * @param maxCpu of the application's threads, for capture; 1 is one core
 * @param maxCall added to a typical call
 * @param relayCpu of a core, for the relay's thread
 */
public record OverheadConfig(double maxCpu, Duration maxCall, double relayCpu) {
  static OverheadConfig of(OptionValues values) {
    return new OverheadConfig(
        values.require(ConfigOptions.MAX_CPU),
        values.require(ConfigOptions.MAX_CALL),
        values.require(ConfigOptions.RELAY_CPU));
  }
}
