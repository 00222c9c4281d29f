package io.plumbline.export;

import io.plumbline.diagnostics.DropReason;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * How counts by reason stand in a checkpoint: number of pairs (4); reason's code (1), count (8).
 */
final class ReasonCounts {
  private ReasonCounts() {}

  static void write(Map<DropReason, Long> counts, DataOutputStream out) throws IOException {
    out.writeInt(counts.size());
    for (Map.Entry<DropReason, Long> count : counts.entrySet()) {
      out.writeByte(count.getKey().code());
      out.writeLong(count.getValue());
    }
  }

  static Map<DropReason, Long> read(DataInputStream in) throws IOException {
    Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      counts.put(reason(in.readByte()), in.readLong());
    }
    return counts;
  }

  static DropReason reason(int code) throws IOException {
    for (DropReason reason : DropReason.values()) {
      if (reason.code() == code) {
        return reason;
      }
    }
    throw new IOException("no reason has code " + code);
  }
}
