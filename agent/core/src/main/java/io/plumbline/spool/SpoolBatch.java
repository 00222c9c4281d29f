package io.plumbline.spool;

import java.util.List;

/**
 * Records in the order of their stream.
 *
 * @param records may be empty
 */
public record SpoolBatch(List<SpoolRecord> records) {
  public static final SpoolBatch EMPTY = new SpoolBatch(List.of());

  public SpoolBatch {
    records = List.copyOf(records);
  }

  public boolean isEmpty() {
    return records.isEmpty();
  }

  public long payloadBytes() {
    return records.stream().mapToLong(record -> record.payload().remaining()).sum();
  }

  /**
   * @throws IndexOutOfBoundsException when empty
   */
  public SpoolRecord last() {
    return records.get(records.size() - 1);
  }
}
