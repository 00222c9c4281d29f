package io.plumbline.spool;

import org.jspecify.annotations.Nullable;

/** First what a dead process had spooled, then what was still in its ring. */
final class DeadTailer implements SpoolTailer {
  private final @Nullable MappedTailer inQueue;
  private final SpoolTailer inRing;

  DeadTailer(@Nullable MappedTailer inQueue, SpoolTailer inRing) {
    this.inQueue = inQueue;
    this.inRing = inRing;
  }

  @Override
  public SpoolBatch read(int maxRecords, int maxBytes) {
    if (inQueue != null) {
      SpoolBatch batch = inQueue.read(maxRecords, maxBytes);
      // A tailer at a damaged place needs a few reads before it gives that place up.
      while (batch.isEmpty() && !inQueue.isAtEnd()) {
        batch = inQueue.read(maxRecords, maxBytes);
      }
      if (!batch.isEmpty()) {
        return batch;
      }
    }
    return inRing.read(maxRecords, maxBytes);
  }

  @Override
  public void close() {
    if (inQueue != null) {
      inQueue.close();
    }
    inRing.close();
  }
}
