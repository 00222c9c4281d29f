package io.plumbline.cli.spool;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Says on stderr how far something is that takes more than a second, and not more often. */
public final class Progress {
  private static final long OFTEN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A log file needs fewer lines than a terminal, which has one. */
  private static final long SELDOM_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final PrintWriter err;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private long nextAt;
  private int shown;

  /**
   * @param terminal whether a line can be written over
   */
  public Progress(PrintWriter err, boolean terminal) {
    this(err, terminal, System::nanoTime);
  }

  Progress(PrintWriter err, boolean terminal, LongSupplier nanoTime) {
    this.err = err;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.nextAt = nanoTime.getAsLong() + OFTEN_NANOS;
  }

  public void at(String what) {
    long now = nanoTime.getAsLong();
    if (now - nextAt < 0) {
      return;
    }
    nextAt = now + (terminal ? OFTEN_NANOS : SELDOM_NANOS);
    if (terminal) {
      err.print("\r" + what + " ".repeat(Math.max(0, shown - what.length())));
      err.flush();
      shown = what.length();
    } else {
      err.println(what);
    }
  }

  /** Takes the line away before something else is written. */
  public void done() {
    if (shown > 0) {
      err.print("\r" + " ".repeat(shown) + "\r");
      err.flush();
      shown = 0;
    }
  }
}
