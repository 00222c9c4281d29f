package io.plumbline.ring;

import io.plumbline.diagnostics.DropReason;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/**
 * How many inferences each hook made and how many were dropped, by reason, when the snapshot was
 * taken. The numbers grow while it is taken, each on its own.
 */
public final class RingCounts {
  private static final int REASONS = 16;

  private final long[] made = new long[RingLayout.HOOKS];
  private final long[] dropped = new long[RingLayout.HOOKS * REASONS];

  /**
   * @param header the ring's header and counts
   */
  RingCounts(ByteBuffer header) {
    for (int hook = 0; hook < RingLayout.HOOKS; hook++) {
      for (DropReason reason : DropReason.values()) {
        dropped[index(hook, reason)] =
            (long) RingLayout.LONG.getVolatile(header, RingLayout.droppedAt(hook, reason));
      }
      // After the drops, so that no snapshot shows more dropped than made.
      made[hook] = (long) RingLayout.LONG.getVolatile(header, RingLayout.madeAt(hook));
    }
  }

  /** Into the header of a ring that nobody uses yet. */
  void writeTo(ByteBuffer header) {
    for (int hook = 0; hook < RingLayout.HOOKS; hook++) {
      RingLayout.LONG.setVolatile(header, RingLayout.madeAt(hook), made[hook]);
      for (DropReason reason : DropReason.values()) {
        RingLayout.LONG.setVolatile(
            header, RingLayout.droppedAt(hook, reason), dropped[index(hook, reason)]);
      }
    }
  }

  /** Adds what was counted between two snapshots of another ring. */
  void add(RingCounts now, RingCounts before) {
    for (int hook = 0; hook < made.length; hook++) {
      made[hook] += now.made[hook] - before.made[hook];
    }
    for (int i = 0; i < dropped.length; i++) {
      dropped[i] += now.dropped[i] - before.dropped[i];
    }
  }

  public long made(int hook) {
    return made[hook];
  }

  public long dropped(int hook, DropReason reason) {
    return dropped[index(hook, reason)];
  }

  public long made() {
    return IntStream.range(0, RingLayout.HOOKS).mapToLong(this::made).sum();
  }

  public long dropped(DropReason reason) {
    return IntStream.range(0, RingLayout.HOOKS).mapToLong(hook -> dropped(hook, reason)).sum();
  }

  /** Of all reasons. */
  public long dropped() {
    long sum = 0;
    for (long count : dropped) {
      sum += count;
    }
    return sum;
  }

  /** Whether these can be counts at all; those of a damaged file may not be. */
  public boolean isPlausible() {
    for (int hook = 0; hook < made.length; hook++) {
      long left = made[hook];
      for (int i = hook * REASONS; i < (hook + 1) * REASONS && left >= 0; i++) {
        left = dropped[i] < 0 ? -1 : left - dropped[i];
      }
      if (left < 0) {
        return false;
      }
    }
    return true;
  }

  private static int index(int hook, DropReason reason) {
    return hook * REASONS + reason.code();
  }
}
