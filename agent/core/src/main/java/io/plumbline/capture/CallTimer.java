package io.plumbline.capture;

/**
 * Adds up what the agent does inside one call, in the pieces between which the host runs. Off for
 * most calls. Held by whoever holds the call.
 */
final class CallTimer {
  private boolean on;
  private boolean running;
  private boolean everStopped;
  private long sinceNanos;
  private long spentNanos;

  void off() {
    on = false;
  }

  void start(long nowNanos) {
    on = true;
    everStopped = false;
    spentNanos = 0;
    running = true;
    sinceNanos = nowNanos;
  }

  boolean isOn() {
    return on;
  }

  /** Spent for this call before it began. */
  void add(long nanos) {
    spentNanos += nanos;
  }

  /** The host runs from here on. */
  void stop(long nowNanos) {
    if (running) {
      spentNanos += nowNanos - sinceNanos;
      running = false;
      everStopped = true;
    }
  }

  /** The agent does. */
  void goOn(long nowNanos) {
    if (!running) {
      sinceNanos = nowNanos;
      running = true;
    }
  }

  /** Its advice does not say where the host's method begins: that would count as ours. */
  void offUnlessStopped() {
    on &= everStopped;
  }

  long spentNanos() {
    return spentNanos;
  }
}
