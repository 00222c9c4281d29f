package io.plumbline.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept until the receiver has it.
 *
 * @param directory below which each stream has its own; null to choose one
 * @param maxSizeBytes on disk; then the oldest goes
 * @param minFreeDiskBytes the disk is never filled further
 * @param key that it is encrypted under; null for not at all
 * @param oldKeys under which it may have been encrypted before
 */
public record SpoolConfig(
    @Nullable Path directory,
    Mode mode,
    long maxSizeBytes,
    Duration maxAge,
    long minFreeDiskBytes,
    int ringSizeBytes,
    Fsync fsync,
    @Nullable SecretBytes key,
    List<SecretBytes> oldKeys) {
  /** {@code spool.mode}. */
  public enum Mode {
    /** Mapped where the file system is known to be safe for it, else plain files. */
    AUTO,
    MAPPED,
    FILE,
    MEMORY
  }

  /** {@code spool.fsync}: when what is spooled is forced to the disk, for a loss of power. */
  public enum Fsync {
    NEVER,
    INTERVAL,
    ALWAYS
  }

  static SpoolConfig of(OptionValues values) {
    return new SpoolConfig(
        values.get(ConfigOptions.SPOOL_DIRECTORY),
        values.require(ConfigOptions.SPOOL_MODE),
        values.require(ConfigOptions.SPOOL_MAX_SIZE),
        values.require(ConfigOptions.SPOOL_MAX_AGE),
        values.require(ConfigOptions.SPOOL_MIN_FREE_DISK),
        Math.toIntExact(values.require(ConfigOptions.RING_SIZE)),
        values.require(ConfigOptions.SPOOL_FSYNC),
        values.get(ConfigOptions.SPOOL_KEY),
        values.getOrElse(ConfigOptions.SPOOL_OLD_KEYS, List.of()));
  }
}
