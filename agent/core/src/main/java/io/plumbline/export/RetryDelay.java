package io.plumbline.export;

import java.time.Duration;

/** How long a receiver asks to wait, within reason. */
final class RetryDelay {
  /** A receiver that asks for a day would stop telemetry for one; an hour is its say. */
  static final Duration MAX = Duration.ofHours(1);

  private RetryDelay() {}

  /**
   * @return between zero and {@link #MAX}
   */
  static Duration bounded(long seconds, int nanos) {
    if (seconds >= MAX.toSeconds()) {
      return MAX;
    }
    Duration asked = Duration.ofSeconds(Math.max(seconds, -1), nanos);
    return asked.isNegative() ? Duration.ZERO : asked;
  }
}
