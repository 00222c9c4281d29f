package io.plumbline.spool;

import java.time.Duration;

/**
 * The bounds of a spool.
 *
 * @param maxSizeBytes on disk; never more than a tenth of the free space is taken
 * @param maxMemoryBytes of payloads, when in memory
 * @param maxAge older segments go
 * @param minFreeDiskBytes the disk is never filled further than this
 * @param segmentBytes what is allocated, and later deleted, at once; a record can have a quarter
 * @param fsync for a loss of power
 */
public record SpoolOptions(
    SpoolMode mode,
    long maxSizeBytes,
    long maxMemoryBytes,
    Duration maxAge,
    long minFreeDiskBytes,
    int segmentBytes,
    SpoolFsync fsync) {
  public static final SpoolOptions DEFAULT =
      new SpoolOptions(
          SpoolMode.AUTO, 512L << 20, 16L << 20, Duration.ofDays(7), 256L << 20, 8 << 20);

  static final int MIN_SEGMENT_BYTES = 256 << 10;
  static final int MAX_SEGMENT_BYTES = 1 << 26;

  public SpoolOptions {
    if (segmentBytes < MIN_SEGMENT_BYTES || segmentBytes > MAX_SEGMENT_BYTES) {
      throw new IllegalArgumentException("segmentBytes must be 256 KiB to 64 MiB: " + segmentBytes);
    }
    if (maxSizeBytes < 2L * segmentBytes) {
      throw new IllegalArgumentException("maxSizeBytes must hold two segments: " + maxSizeBytes);
    }
    if (maxMemoryBytes <= 0 || minFreeDiskBytes < 0 || maxAge.isNegative()) {
      throw new IllegalArgumentException("negative bound");
    }
  }

  /** Without forcing anything. */
  public SpoolOptions(
      SpoolMode mode,
      long maxSizeBytes,
      long maxMemoryBytes,
      Duration maxAge,
      long minFreeDiskBytes,
      int segmentBytes) {
    this(
        mode,
        maxSizeBytes,
        maxMemoryBytes,
        maxAge,
        minFreeDiskBytes,
        segmentBytes,
        SpoolFsync.NEVER);
  }

  SpoolOptions withMode(SpoolMode other) {
    return new SpoolOptions(
        other, maxSizeBytes, maxMemoryBytes, maxAge, minFreeDiskBytes, segmentBytes, fsync);
  }

  SpoolOptions withMaxSizeBytes(long bytes) {
    return new SpoolOptions(
        mode, bytes, maxMemoryBytes, maxAge, minFreeDiskBytes, segmentBytes, fsync);
  }

  public SpoolOptions withFsync(SpoolFsync other) {
    return new SpoolOptions(
        mode, maxSizeBytes, maxMemoryBytes, maxAge, minFreeDiskBytes, segmentBytes, other);
  }
}
