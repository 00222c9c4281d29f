package io.plumbline.export;

/**
 * How many bytes a request may have, before compression.
 *
 * <p>Cut batches by an estimate, such as the size of their records. The exporter does not send what
 * is above the limit, and {@link Delivery} then halves it, so an estimate that was wrong costs
 * measuring once more and nothing else.
 */
public final class BatchSize {
  /**
   * Of records that share a request: large enough that the request's overhead does not count, small
   * enough to be held twice.
   */
  public static final int TARGET_BYTES = 1 << 20;

  /** Of a record alone: below the 4 MiB at which gRPC servers refuse a message by default. */
  public static final int HARD_BYTES = 7 << 19;

  private BatchSize() {}

  /** What a request of so many records may have. */
  static int limit(int records) {
    return records > 1 ? TARGET_BYTES : HARD_BYTES;
  }
}
