package io.plumbline.export;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass: in production by waiting, in a test by moving its clock. */
interface Sleeper {
  Sleeper REAL = (time, wake) -> wake.await(time.toNanos(), TimeUnit.NANOSECONDS);

  /**
   * @param wake ends the wait early when counted down
   * @return whether it was
   */
  boolean sleep(Duration time, CountDownLatch wake) throws InterruptedException;
}
