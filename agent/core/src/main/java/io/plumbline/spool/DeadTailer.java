package io.plumbline.spool;

import java.util.function.BooleanSupplier;

/** First what a dead process had spooled, then what was still in its ring. */
final class DeadTailer implements SpoolTailer {
  private final SegmentTailer inSegments;
  private final SpoolTailer inRing;
  private final BooleanSupplier withoutRing;

  /**
   * @param withoutRing whether what was in the ring has been given up
   */
  DeadTailer(SegmentTailer inSegments, SpoolTailer inRing, BooleanSupplier withoutRing) {
    this.inSegments = inSegments;
    this.inRing = inRing;
    this.withoutRing = withoutRing;
  }

  @Override
  public SpoolBatch read(int maxRecords, int maxBytes) {
    SpoolBatch batch = inSegments.read(maxRecords, maxBytes);
    // A tailer at a damaged place needs a few reads before it gives that place up.
    while (batch.isEmpty() && !inSegments.isAtEnd()) {
      batch = inSegments.read(maxRecords, maxBytes);
    }
    return batch.isEmpty() && !withoutRing.getAsBoolean()
        ? inRing.read(maxRecords, maxBytes)
        : batch;
  }

  @Override
  public void close() {
    inSegments.close();
    inRing.close();
  }
}
