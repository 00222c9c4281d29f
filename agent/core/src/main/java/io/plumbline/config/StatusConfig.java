package io.plumbline.config;

import java.time.Duration;

/**
 * What the agent says of itself while it runs.
 *
 * @param interval how often {@code status.json} is written at least
 * @param mbean whether the same can be asked over JMX
 */
public record StatusConfig(Duration interval, boolean mbean) {
  static StatusConfig of(OptionValues values) {
    return new StatusConfig(
        values.require(ConfigOptions.STATUS_INTERVAL), values.require(ConfigOptions.STATUS_MBEAN));
  }
}
