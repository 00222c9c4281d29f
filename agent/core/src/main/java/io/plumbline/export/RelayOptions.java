package io.plumbline.export;

import java.time.Duration;

/**
 * When the relay sends.
 *
 * @param metricInterval {@code OTEL_METRIC_EXPORT_INTERVAL}
 * @param spanInterval {@code OTEL_BSP_SCHEDULE_DELAY}: spans wait so long for others to share a
 *     request with, unless there are enough
 * @param adoptionInterval how often streams of dead processes are looked for
 * @param batchRecords {@code OTEL_BSP_MAX_EXPORT_BATCH_SIZE}: records that share a request
 * @param batchBytes of their records; spans are up to four times as long
 * @param checkpointBytes of records counted after which a checkpoint is saved, so that the spool
 *     can let them go
 */
public record RelayOptions(
    Duration metricInterval,
    Duration spanInterval,
    Duration adoptionInterval,
    int batchRecords,
    int batchBytes,
    long checkpointBytes) {
  public static final RelayOptions DEFAULT =
      new RelayOptions(
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          512,
          BatchSize.TARGET_BYTES / 4,
          8 << 20);

  public RelayOptions {
    if (metricInterval.isZero() || metricInterval.isNegative() || spanInterval.isNegative()) {
      throw new IllegalArgumentException("intervals must be positive");
    }
    if (batchRecords < 1 || batchBytes < 1 || checkpointBytes < 1) {
      throw new IllegalArgumentException("batches must hold something");
    }
  }

  public RelayOptions withCheckpointBytes(long bytes) {
    return new RelayOptions(
        metricInterval, spanInterval, adoptionInterval, batchRecords, batchBytes, bytes);
  }

  public RelayOptions withMetricInterval(Duration interval) {
    return new RelayOptions(
        interval, spanInterval, adoptionInterval, batchRecords, batchBytes, checkpointBytes);
  }
}
