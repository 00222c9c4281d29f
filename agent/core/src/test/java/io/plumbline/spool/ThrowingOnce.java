package io.plumbline.spool;

import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A spool whose first append ends in an error of the JVM. */
final class ThrowingOnce implements Spool {
  private final Spool spool;
  private boolean thrown;

  ThrowingOnce(Spool spool) {
    this.spool = spool;
  }

  @Override
  public @Nullable DropReason append(int hook, ByteBuffer payload, long ringPosition) {
    if (!thrown) {
      thrown = true;
      throw new StackOverflowError();
    }
    return spool.append(hook, payload, ringPosition);
  }

  @Override
  public void batchEnded() {
    spool.batchEnded();
  }

  @Override
  public void tidy() {
    spool.tidy();
  }

  @Override
  public int maxRecordLength() {
    return spool.maxRecordLength();
  }

  @Override
  public long sizeBytes() {
    return spool.sizeBytes();
  }

  @Override
  public int streamsWithoutKey() {
    return spool.streamsWithoutKey();
  }

  @Override
  public long lagMillis() {
    return spool.lagMillis();
  }

  @Override
  public boolean isDurable() {
    return spool.isDurable();
  }

  @Override
  public SpoolKeeping keeping() {
    return spool.keeping();
  }

  @Override
  public SpoolTailer tailer(long afterIndex) {
    return spool.tailer(afterIndex);
  }

  @Override
  public long lastIndex() {
    return spool.lastIndex();
  }

  @Override
  public long ackedIndex() {
    return spool.ackedIndex();
  }

  @Override
  public void ack(long index, long spooledEpochMillis) {
    spool.ack(index, spooledEpochMillis);
  }

  @Override
  public @Nullable Checkpoint checkpoint() {
    return spool.checkpoint();
  }

  @Override
  public void save(Checkpoint checkpoint) throws IOException {
    spool.save(checkpoint);
  }

  @Override
  public void close() {
    spool.close();
  }
}
