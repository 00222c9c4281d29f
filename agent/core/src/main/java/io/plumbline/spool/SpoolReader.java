package io.plumbline.spool;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The reading side of one stream, living or dead.
 *
 * <p>A record is kept until it is both acknowledged and covered by a checkpoint. A reader that has
 * no state of its own to keep still saves checkpoints, with an empty state; otherwise the spool
 * fills.
 */
public interface SpoolReader extends AutoCloseable {
  /**
   * @param afterIndex the index before the first record wanted; 0 for all that is there
   */
  SpoolTailer tailer(long afterIndex);

  /** Index of the newest record; 0 when there never was one. */
  long lastIndex();

  /** Everything up to here was acknowledged, by this process or one before it. */
  long ackedIndex();

  /**
   * Acknowledges every record up to this one: it is delivered, or refused for good.
   *
   * @param spooledEpochMillis of this one
   */
  void ack(long index, long spooledEpochMillis);

  /** Acknowledges every record up to the batch's last. */
  default void ack(SpoolBatch batch) {
    if (!batch.isEmpty()) {
      ack(batch.last().index(), batch.last().spooledEpochMillis());
    }
  }

  /** The newest one that was saved whole. */
  @Nullable Checkpoint checkpoint();

  /**
   * Whether a segment could go, being acknowledged, if a checkpoint said that it is counted.
   *
   * @param counted index up to which the next checkpoint would cover
   */
  default boolean awaitsCheckpoint(long counted) {
    return false;
  }

  /**
   * @throws IOException when it could not be saved; the one before it is still there
   */
  void save(Checkpoint checkpoint) throws IOException;

  /** Where it lies; null when it is in memory. */
  default @Nullable Path directory() {
    return null;
  }

  /**
   * Erases records, in place. Not while another thread reads; tailers have to be opened anew, since
   * they may have read ahead.
   *
   * @param dryRun whether they are only counted
   * @param tally what was met
   * @throws IOException when it may not have come to its end
   */
  default void erase(RecordErasure erasure, boolean dryRun, ErasureTally tally) throws IOException {
    throw new IOException("nothing can be erased here");
  }

  /** As {@link #save}; nothing of what was saved before stays on the disk. */
  default void saveOver(Checkpoint checkpoint) throws IOException {
    save(checkpoint);
  }

  /** Gives back what this process holds, once nobody appends; nothing on disk is removed. */
  @Override
  void close();
}
