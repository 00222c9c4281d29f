package io.plumbline.capture;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Wall clock for host threads, without allocation: an anchor plus monotonic time. An agent thread
 * calls {@link #anchor} now and then, so that a corrected system clock is followed.
 */
public final class InferenceClock {
  private final Clock wall;
  private final LongSupplier nanoTime;
  private volatile long offsetNanos;

  public InferenceClock(Clock wall, LongSupplier nanoTime) {
    this.wall = wall;
    this.nanoTime = nanoTime;
    anchor();
  }

  /** The system's clocks. */
  public static InferenceClock system() {
    return new InferenceClock(Clock.systemUTC(), System::nanoTime);
  }

  /** Reads the wall clock anew. */
  public void anchor() {
    Instant now = wall.instant();
    offsetNanos =
        TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - nanoTime.getAsLong();
  }

  /** Monotonic, ns since an arbitrary point. */
  public long nanoTime() {
    return nanoTime.getAsLong();
  }

  /** Wall clock at a {@link #nanoTime}, ns since 1970 UTC. */
  public long epochNanos(long atNanoTime) {
    return atNanoTime + offsetNanos;
  }
}
