package io.plumbline.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

/** A monotonic clock that moves only when someone sleeps, and remembers how long. */
final class ManualTime implements LongSupplier, Sleeper {
  static final Duration PROBE_INTERVAL = Duration.ofMinutes(1);

  private final List<Duration> sleeps = new ArrayList<>();
  private long nanos = -5;
  private long nanosAReading;

  @Override
  public long getAsLong() {
    nanos += nanosAReading;
    return nanos;
  }

  /** As if whatever is done between two looks at the clock took so long. */
  void passAtEachReading(Duration time) {
    nanosAReading = time.toNanos();
  }

  @Override
  public boolean sleep(Duration time, CountDownLatch wake) {
    if (wake.getCount() == 0) {
      return true;
    }
    sleeps.add(time);
    nanos += time.toNanos();
    return false;
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  List<Duration> sleeps() {
    return sleeps;
  }
}
