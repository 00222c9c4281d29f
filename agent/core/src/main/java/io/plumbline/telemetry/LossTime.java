package io.plumbline.telemetry;

/**
 * When records that are lost were stored, from the first to the last of them.
 *
 * @param fromEpochMillis ms since 1970 UTC, as {@code toEpochMillis}
 */
public record LossTime(long fromEpochMillis, long toEpochMillis) {}
