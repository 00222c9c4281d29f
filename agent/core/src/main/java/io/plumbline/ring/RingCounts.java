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

  private static int index(int hook, DropReason reason) {
    return hook * REASONS + reason.code();
  }
}
