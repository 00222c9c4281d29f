package io.plumbline.export;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.telemetry.TelemetryOptions;
import java.io.IOException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The streams that dead processes left, one at a time. */
final class AdoptedStreams {
  private final Supplier<@Nullable RelayStream> adoption;
  private final TelemetryOptions telemetry;
  private final RelayOptions options;
  private final AgentErrors errors;
  private final LongSupplier nanoTime;
  private @Nullable StreamRelay current;
  private long dueAtNanos;

  /**
   * @param adoption gives the next one, null when there is none; may take a second
   */
  AdoptedStreams(
      Supplier<@Nullable RelayStream> adoption,
      TelemetryOptions telemetry,
      RelayOptions options,
      AgentErrors errors,
      LongSupplier nanoTime) {
    this.adoption = adoption;
    this.telemetry = telemetry;
    this.options = options;
    this.errors = errors;
    this.nanoTime = nanoTime;
    this.dueAtNanos = nanoTime.getAsLong();
  }

  @Nullable StreamRelay current() {
    return current;
  }

  /** The current one, when it has something to tell that is final. */
  @Nullable StreamRelay withLastWord() {
    return current != null && current.hasLastWord() ? current : null;
  }

  /** Looks for one, from time to time, unless there is one in hand. */
  void adopt() {
    long now = nanoTime.getAsLong();
    if (current != null || now - dueAtNanos < 0) {
      return;
    }
    dueAtNanos = now + options.adoptionInterval().toNanos();
    RelayStream dead = adoption.get();
    if (dead == null) {
      return;
    }
    try {
      current = new StreamRelay(dead, telemetry, options, errors);
    } catch (IOException | RuntimeException e) {
      errors.report("relay, adopting a stream", e);
      dead.reject(e);
      dueAtNanos = now; // another may be waiting
    }
  }

  /**
   * Removes the current one once all of it has arrived, spans and counts.
   *
   * @return whether it did
   */
  boolean removeDelivered() {
    StreamRelay done = current;
    if (done == null || !done.isDone() || !done.isTold()) {
      return false;
    }
    current = null;
    dueAtNanos = nanoTime.getAsLong(); // another may be waiting
    done.close();
    try {
      done.stream().remove();
    } catch (IOException e) {
      errors.report("relay, removing a delivered stream", e);
      done.stream().close();
    }
    return true;
  }
}
