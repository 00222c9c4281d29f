package io.plumbline.spool;

import java.io.IOException;
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

  /** Acknowledges every record up to the batch's last: it is delivered, or refused for good. */
  void ack(SpoolBatch batch);

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

  /** Gives back what this process holds, once nobody appends; nothing on disk is removed. */
  @Override
  void close();
}
