package io.plumbline.export;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.spool.ServiceRoom;
import io.plumbline.telemetry.SpanSampling;
import io.plumbline.telemetry.TelemetryOptions;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The streams that dead processes left, one at a time. */
final class AdoptedStreams {
  private final Supplier<@Nullable RelayStream> adoption;
  private TelemetryOptions telemetry;
  private final RelayOptions options;
  private final AgentErrors errors;
  private final LongSupplier nanoTime;
  private final Consumer<StreamRelay> letGo;
  private @Nullable StreamRelay current;
  private long dueAtNanos;
  private boolean restGivenUp;

  /**
   * @param adoption gives the next one, null when there is none; may take a second
   * @param letGo told of one that makes place for others
   */
  AdoptedStreams(
      Supplier<@Nullable RelayStream> adoption,
      Consumer<StreamRelay> letGo,
      TelemetryOptions telemetry,
      RelayOptions options,
      AgentErrors errors,
      LongSupplier nanoTime) {
    this.adoption = adoption;
    this.letGo = letGo;
    this.telemetry = telemetry;
    this.options = options;
    this.errors = errors;
    this.nanoTime = nanoTime;
    this.dueAtNanos = nanoTime.getAsLong();
  }

  @Nullable StreamRelay current() {
    return current;
  }

  void change(SpanSampling sampling) {
    telemetry = telemetry.withSampling(sampling);
    if (current != null) {
      current.change(sampling);
    }
  }

  /** Lets the current one go, for whoever goes to its endpoint, and looks for others. */
  void letGo() {
    if (current != null) {
      letGo(current);
    }
    dueAtNanos = nanoTime.getAsLong();
  }

  /** The current one, when it has something to tell that is final. */
  @Nullable StreamRelay withLastWord() {
    return current != null && current.hasLastWord() ? current : null;
  }

  /** Looks for one, from time to time, unless there is one in hand. */
  void adopt() {
    long now = nanoTime.getAsLong();
    boolean due = now - dueAtNanos >= 0;
    if (current != null) {
      makeRoom(current, due);
    }
    if (!due) {
      return;
    }
    dueAtNanos = now + options.adoptionInterval().toNanos();
    if (current == null) {
      adoptNext(now);
    }
  }

  /** The current one gives up what the living needs, and its place when it has no more to do. */
  private void makeRoom(StreamRelay dead, boolean due) {
    ServiceRoom room = dead.stream().room();
    if (room == null) {
      return;
    }
    if (due) {
      room.look();
    }
    boolean tight = room.isTight();
    while (tight && dead.stream().giveUpOldest()) {
      tight = room.isTight();
    }
    if (!dead.isCounted()) {
      return;
    }
    giveUpRest(dead, tight);
    boolean onlyUntold = due && dead.isDone() && !dead.isTold();
    if (room.othersWait() && (onlyUntold || room.isTight())) {
      letGo(dead);
    }
  }

  private void giveUpRest(StreamRelay dead, boolean tight) {
    boolean expired = dead.stream().isExpired();
    if (restGivenUp || !(tight || expired)) {
      return;
    }
    try {
      dead.giveUpRest(expired ? DropReason.SPOOL_EXPIRED : DropReason.SPOOL_FULL);
      restGivenUp = true;
    } catch (IOException e) {
      errors.report("relay, making room", e);
    }
  }

  private void letGo(StreamRelay dead) {
    letGo.accept(dead);
    dead.letGo();
    current = null;
    dueAtNanos = nanoTime.getAsLong();
  }

  private void adoptNext(long now) {
    RelayStream dead = adoption.get();
    if (dead == null) {
      return;
    }
    try {
      current = new StreamRelay(dead, telemetry, options, errors);
      restGivenUp = false;
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
    if (done == null || !done.isDone() || !(done.isTold() || done.stream().isExpired())) {
      return false;
    }
    boolean told = done.isTold();
    current = null;
    dueAtNanos = nanoTime.getAsLong(); // another may be waiting
    done.close();
    try {
      if (told) {
        done.stream().remove();
      } else {
        done.stream().abandon();
      }
    } catch (IOException e) {
      errors.report("relay, removing a delivered stream", e);
      done.stream().close();
    }
    return true;
  }
}
