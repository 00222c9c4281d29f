package io.plumbline.spool;

/** First what a dead process had spooled, then what was still in its ring. */
final class DeadTailer implements SpoolTailer {
  private final SegmentTailer inSegments;
  private final SpoolTailer inRing;

  DeadTailer(SegmentTailer inSegments, SpoolTailer inRing) {
    this.inSegments = inSegments;
    this.inRing = inRing;
  }

  @Override
  public SpoolBatch read(int maxRecords, int maxBytes) {
    SpoolBatch batch = inSegments.read(maxRecords, maxBytes);
    // A tailer at a damaged place needs a few reads before it gives that place up.
    while (batch.isEmpty() && !inSegments.isAtEnd()) {
      batch = inSegments.read(maxRecords, maxBytes);
    }
    return batch.isEmpty() ? inRing.read(maxRecords, maxBytes) : batch;
  }

  @Override
  public void close() {
    inSegments.close();
    inRing.close();
  }
}
