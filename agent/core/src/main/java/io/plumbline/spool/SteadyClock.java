package io.plumbline.spool;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Wall clock at the start of the process, monotonic from there: whoever sets the machine's clock
 * ages nothing, and makes nothing wait.
 */
public final class SteadyClock extends Clock {
  private final Instant start;
  private final LongSupplier nanoTime;
  private final long startNanoTime;

  SteadyClock(Clock wall, LongSupplier nanoTime) {
    this.start = wall.instant();
    this.nanoTime = nanoTime;
    this.startNanoTime = nanoTime.getAsLong();
  }

  public static SteadyClock startingNow() {
    return new SteadyClock(Clock.systemUTC(), System::nanoTime);
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanoTime.getAsLong() - startNanoTime);
  }

  @Override
  public long millis() {
    return start.toEpochMilli()
        + TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - startNanoTime);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** It has no zone but UTC. */
  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("a steady clock counts in UTC");
  }
}
