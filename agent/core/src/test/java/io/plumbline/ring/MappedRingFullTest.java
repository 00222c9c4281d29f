package io.plumbline.ring;

import static io.plumbline.ring.RingRecords.accept;
import static io.plumbline.ring.RingRecords.drainAll;
import static io.plumbline.ring.RingRecords.into;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.DropReason;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class MappedRingFullTest {
  @Test
  void fullRingDropsCountsAndKeepsWhatItHas() {
    try (MappedRing ring = MappedRing.inMemory(1 << 10)) {
      for (int i = 0; i < 128; i++) {
        assertThat(accept(ring, "")).isNull(); // 8 bytes each
      }

      assertThat(accept(ring, "one too many")).isEqualTo(DropReason.RING_FULL);
      assertThat(ring.counts().made()).isEqualTo(129);
      assertThat(ring.counts().dropped(0, DropReason.RING_FULL)).isEqualTo(1);
      assertThat(drainAll(ring)).hasSize(128);
    }
  }

  @Test
  void ringAcceptsAgainOnceDrained() {
    try (MappedRing ring = MappedRing.inMemory(1 << 10)) {
      while (accept(ring, "text") == null) {}

      ring.drain(into(new ArrayList<>()), 1);
      assertThat(accept(ring, "fits")).isNull();
      assertThat(drainAll(ring)).endsWith("fits");
    }
  }
}
