package io.plumbline.ring;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts as records, for tests. */
final class RingRecords {
  private RingRecords() {}

  static byte[] record(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static io.plumbline.diagnostics.@Nullable DropReason accept(MappedRing ring, String text) {
    byte[] record = record(text);
    return ring.accept(0, record, record.length);
  }

  static List<String> drainAll(MappedRing ring) {
    List<String> drained = new ArrayList<>();
    while (ring.drain(into(drained), 64) > 0) {}
    return drained;
  }

  static RecordConsumer into(List<String> texts) {
    return (hook, payload, endPosition) -> texts.add(text(payload));
  }

  static String text(ByteBuffer payload) {
    return StandardCharsets.UTF_8.decode(payload).toString();
  }
}
