package io.plumbline.ring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedRingAllocationTest {
  private static final int WARM_UP = 20_000;
  private static final int MEASURED = 20_000;

  @TempDir Path directory;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final byte[] record = new byte[256];

  @Test
  void acceptAllocatesNothing() throws IOException {
    try (MappedRing ring = MappedRing.create(directory.resolve("ring"), 1 << 24)) {
      acceptMany(ring, WARM_UP);
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      acceptMany(ring, MEASURED);
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());

      assertThat(ring.counts().dropped(DropReason.RING_FULL)).isZero();
      assertThat(after - before).isZero();
    }
  }

  @Test
  void droppingAllocatesNothing() throws IOException {
    try (MappedRing ring = MappedRing.create(directory.resolve("ring"), 1 << 12)) {
      acceptMany(ring, WARM_UP);
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      acceptMany(ring, MEASURED);
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());

      assertThat(ring.counts().dropped(DropReason.RING_FULL)).isGreaterThan(MEASURED);
      assertThat(after - before).isZero();
    }
  }

  private void acceptMany(MappedRing ring, int n) {
    for (int i = 0; i < n; i++) {
      DropReason ignored = ring.accept(1, record, record.length);
    }
  }
}
