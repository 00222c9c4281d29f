package io.plumbline.capture;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Wall clock for host threads, without allocation: an anchor plus monotonic time. The anchor is
 * looked at once a second, so that a corrected system clock is followed.
 */
public final class InferenceClock {
  private static final long RECHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Readings of the wall clock in whole milliseconds differ by so much without any correction. */
  private static final long TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Clock wall;
  private final LongSupplier nanoTime;
  private volatile long offsetNanos;
  private volatile long checkedAt;

  public InferenceClock(Clock wall, LongSupplier nanoTime) {
    this.wall = wall;
    this.nanoTime = nanoTime;
    this.checkedAt = nanoTime.getAsLong();
    this.offsetNanos = TimeUnit.MILLISECONDS.toNanos(wall.millis()) - checkedAt;
  }

  /** The system's clocks. */
  public static InferenceClock system() {
    return new InferenceClock(Clock.systemUTC(), System::nanoTime);
  }

  /** Monotonic, ns since an arbitrary point. */
  public long nanoTime() {
    return nanoTime.getAsLong();
  }

  /** Wall clock now, ns since 1970 UTC. */
  public long epochNanos(long nowNanoTime) {
    if (nowNanoTime - checkedAt > RECHECK_NANOS) {
      recheck(nowNanoTime);
    }
    return nowNanoTime + offsetNanos;
  }

  private void recheck(long nowNanoTime) {
    checkedAt = nowNanoTime;
    long offset = TimeUnit.MILLISECONDS.toNanos(wall.millis()) - nowNanoTime;
    if (Math.abs(offset - offsetNanos) > TOLERANCE_NANOS) {
      offsetNanos = offset;
    }
  }
}
