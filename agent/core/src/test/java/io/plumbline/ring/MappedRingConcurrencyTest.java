package io.plumbline.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MappedRingConcurrencyTest {
  private static final int PRODUCERS = 6;
  private static final int RECORDS = 30_000;

  @TempDir Path directory;

  private final AtomicInteger running = new AtomicInteger(PRODUCERS);
  private final AtomicLong dropped = new AtomicLong();

  @Test
  void everyRecordOfEveryThreadArrivesOnceAndInOrder() throws IOException {
    try (MappedRing ring = MappedRing.create(directory.resolve("ring"), 1 << 16)) {
      for (int producer = 0; producer < PRODUCERS; producer++) {
        int hook = producer;
        new Thread(() -> produce(ring, hook)).start();
      }

      Received received = new Received();
      while (running.get() > 0 || ring.usedBytes() > 0) {
        if (ring.drain(received::check, 100) == 0) {
          Thread.onSpinWait();
        }
      }

      assertThat(received.next).containsOnly(RECORDS);
      assertThat(ring.counts().dropped(DropReason.RING_FULL)).isEqualTo(dropped.get());
      assertThat(ring.counts().made()).isEqualTo((long) PRODUCERS * RECORDS + dropped.get());
    }
  }

  /** Offers each number until the ring has room; the bytes after it follow from it. */
  private void produce(MappedRing ring, int hook) {
    byte[] record = new byte[300];
    for (int i = 0; i < RECORDS; i++) {
      int length = 4 + (i * 7 + hook) % 250;
      Arrays.fill(record, (byte) (i + hook));
      ByteBuffer.wrap(record).putInt(i);
      while (ring.accept(hook, record, length) != null) {
        dropped.incrementAndGet();
        Thread.onSpinWait();
      }
    }
    running.decrementAndGet();
  }

  private static final class Received {
    private final int[] next = new int[PRODUCERS];

    boolean check(int hook, ByteBuffer payload, long endPosition) {
      int i = payload.getInt();
      assertThat(i).isEqualTo(next[hook]++);
      assertThat(payload.remaining()).isEqualTo((i * 7 + hook) % 250);
      while (payload.hasRemaining()) {
        if (payload.get() != (byte) (i + hook)) {
          throw new AssertionError("torn record " + i + " of " + hook);
        }
      }
      return true;
    }
  }
}
