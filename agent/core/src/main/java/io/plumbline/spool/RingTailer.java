package io.plumbline.spool;

import io.plumbline.ring.RingRecovery;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what was left in the ring of a dead process, numbered on from its spool. */
final class RingTailer implements SpoolTailer {
  private final @Nullable RingRecovery ring;
  private long position;
  private long index;
  private long wantedAfter;

  /**
   * @param position where the ring goes on after the record {@code lastInQueue}
   */
  RingTailer(@Nullable RingRecovery ring, long position, long lastInQueue, long afterIndex) {
    this.ring = ring;
    this.position = position;
    this.index = lastInQueue;
    this.wantedAfter = afterIndex;
  }

  @Override
  public SpoolBatch read(int maxRecords, int maxBytes) {
    long firstPosition = position;
    long firstIndex = index;
    boolean whole = false;
    try {
      List<SpoolRecord> records = readOn(maxRecords, maxBytes);
      SpoolBatch batch = records.isEmpty() ? SpoolBatch.EMPTY : new SpoolBatch(records);
      whole = true;
      return batch;
    } finally {
      if (!whole) {
        // What was taken for a batch that was never handed out comes again.
        position = firstPosition;
        index = firstIndex;
      }
    }
  }

  private List<SpoolRecord> readOn(int maxRecords, int maxBytes) {
    List<SpoolRecord> records = new ArrayList<>();
    if (ring != null) {
      Room room = new Room(maxRecords, maxBytes);
      RingRecovery.Outcome ignored =
          ring.forEach(
              position,
              (hook, payload, end) -> {
                if (index + 1 > wantedAfter) {
                  if (!room.take(payload.remaining())) {
                    return false;
                  }
                  records.add(record(hook, payload));
                }
                index++;
                position = end;
                return true;
              });
    }
    return records;
  }

  // It never was spooled, so that there is no time it was spooled at.
  private SpoolRecord record(int hook, ByteBuffer payload) {
    ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
    return new SpoolRecord(index + 1, hook, 0, copy.asReadOnlyBuffer());
  }

  @Override
  public void close() {
    wantedAfter = Long.MAX_VALUE;
  }

  /** What a batch may still take; the first record always fits. */
  private static final class Room {
    private int records;
    private long bytes;
    private boolean any;

    Room(int records, long bytes) {
      this.records = records;
      this.bytes = bytes;
    }

    boolean take(int payload) {
      if (records == 0 || (any && payload > bytes)) {
        return false;
      }
      records--;
      bytes -= payload;
      any = true;
      return true;
    }
  }
}
