package io.plumbline.diagnostics;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How one thread of the agent lets time pass until another one wakes it.
 *
 * <p>It takes nothing of the heap, which may be the host's last: a timed wait of {@code
 * java.util.concurrent} that meets an {@link OutOfMemoryError} forgets its time on JDK 25, and
 * lasts until somebody wakes it ({@code AbstractQueuedSynchronizer.acquireOnOOME}).
 */
public final class Pause {
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile @Nullable Thread sleeper;

  /**
   * One thread at a time.
   *
   * @return whether it was woken, now or since the last time
   */
  public boolean take(long nanos) throws InterruptedException {
    sleeper = Thread.currentThread();
    long from = System.nanoTime();
    long left = nanos;
    while (left > 0 && !woken.get()) {
      LockSupport.parkNanos(this, left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      left = nanos - (System.nanoTime() - from);
    }
    return woken.getAndSet(false);
  }

  /** Ends the pause, or the next one where none is taken. From any thread. */
  public void end() {
    woken.set(true);
    LockSupport.unpark(sleeper);
  }
}
