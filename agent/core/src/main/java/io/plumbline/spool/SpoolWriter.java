package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.ring.RecordConsumer;
import io.plumbline.ring.RingOutlet;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The one loop that moves records from the ring to the spool.
 *
 * <p>It polls, since waking it would cost the host thread a system call: every four milliseconds
 * while records come, oftener when the ring fills, ever more seldom when none come. The ring must
 * hold what comes meanwhile. A look costs more than the records that it finds, and may take a core
 * from a host thread.
 */
public final class SpoolWriter implements Runnable {
  private static final int BATCH = 256;
  private static final long SHORT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
  private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  /** Once nothing came for so many looks, ten seconds: then the ring holds 50 MB/s meanwhile. */
  private static final int IDLE_LOOKS = 250;

  /**
   * What part of the ring may be in use when the writer comes, for it to have come early enough.
   */
  private static final int EARLY_PART = 32;

  private static final long IDLE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

  private final RingOutlet ring;
  private final Spool spool;
  private final Runnable ringCare;
  private final AgentErrors errors;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long stopAtNanos;
  private volatile boolean stopping;
  private DropReason fullReason = DropReason.RING_FULL;
  private final RecordConsumer appending = this::append;

  private long pauseNanos = PAUSE_NANOS;
  private boolean early = true;
  private int idleLooks;

  public SpoolWriter(RingOutlet ring, Spool spool, AgentErrors errors) {
    this(ring, spool, () -> {}, errors);
  }

  /**
   * @param ringCare what is due for the ring from time to time
   */
  public SpoolWriter(RingOutlet ring, Spool spool, Runnable ringCare, AgentErrors errors) {
    this.ring = ring;
    this.spool = spool;
    this.ringCare = ringCare;
    this.errors = errors;
  }

  @Override
  public void run() {
    while (!isOver()) {
      if (move() == 0) {
        pause();
      } else {
        pauseNanos = early ? PAUSE_NANOS : SHORT_PAUSE_NANOS;
        idleLooks = 0;
      }
    }
    ended.countDown();
  }

  private boolean isOver() {
    return stopping && (ring.usedBytes() == 0 || System.nanoTime() - stopAtNanos >= 0);
  }

  /** One of the three places that catch everything: this loop must outlive any error. */
  private int move() {
    try {
      int moved = ring.drain(appending, BATCH);
      spool.batchEnded();
      spool.tidy();
      ringCare.run();
      return moved;
    } catch (Throwable e) {
      errors.report("spool writer", e);
      return 0;
    }
  }

  private boolean append(int hook, ByteBuffer payload, long endPosition) {
    if (payload.remaining() > spool.maxRecordLength()) {
      ring.countDropped(hook, DropReason.CAPTURE_FAILED, 1);
      return true;
    }
    DropReason refusal = spool.append(hook, payload, endPosition);
    nameFull(refusal == null ? DropReason.RING_FULL : refusal);
    return refusal == null;
  }

  // Only a change: host threads read it.
  private void nameFull(DropReason reason) {
    if (reason != fullReason) {
      fullReason = reason;
      ring.nameFull(reason);
    }
  }

  private void pause() {
    LockSupport.parkNanos(this, pauseNanos);
    early = ring.usedBytes() < ring.capacity() / EARLY_PART;
    idleLooks = Math.min(idleLooks + 1, IDLE_LOOKS);
    pauseNanos =
        Math.min(2 * pauseNanos, idleLooks < IDLE_LOOKS ? MAX_PAUSE_NANOS : IDLE_PAUSE_NANOS);
  }

  /**
   * Moves what is in the ring, then ends. A record that a host thread is just writing, or that the
   * spool refuses, is waited for until the deadline.
   *
   * @return whether the loop has ended
   */
  public boolean stop(Duration deadline) throws InterruptedException {
    stopAtNanos = System.nanoTime() + deadline.toNanos();
    stopping = true;
    return ended.await(deadline.toNanos() + IDLE_PAUSE_NANOS, TimeUnit.NANOSECONDS);
  }
}
