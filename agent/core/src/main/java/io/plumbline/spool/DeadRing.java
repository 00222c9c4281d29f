package io.plumbline.spool;

import io.plumbline.diagnostics.AgentLog;
import io.plumbline.ring.RingCounts;
import io.plumbline.ring.RingDamagedException;
import io.plumbline.ring.RingRecovery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The ring of a dead process, as far as there is one and it can be read. */
final class DeadRing {
  /** Threads that had counted their inference and were about to claim the room for it. */
  private static final long MOST_THREADS = 10_000;

  private final Path file;
  private final @Nullable RingRecovery recovery;
  private final AgentLog log;
  private boolean damaged;
  private boolean countsDamaged;
  private long startAfter;
  private final long bytes;
  private volatile boolean givenUp;

  private DeadRing(Path file, @Nullable RingRecovery recovery, boolean damaged, AgentLog log) {
    this.file = file;
    this.bytes = file.toFile().length();
    this.recovery = recovery;
    this.damaged = damaged;
    this.log = log;
  }

  /**
   * @throws IOException when it cannot be read now, or is of another version
   */
  static DeadRing open(Path file, AgentLog log) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return new DeadRing(file, null, false, log);
    }
    try {
      return new DeadRing(file, RingRecovery.read(file), false, log);
    } catch (RingDamagedException e) {
      log.warn("What was in a ring is lost: " + e.getMessage());
      return new DeadRing(file, null, true, log);
    }
  }

  /** Null when there is none that can be read. */
  @Nullable RingRecovery recovery() {
    return recovery;
  }

  /**
   * @param position of the ring after the newest record in the segments
   */
  void startAfter(long position) {
    startAfter = position;
  }

  /** Records in it that are not in the segments. */
  long count() {
    AtomicLong records = new AtomicLong();
    if (recovery != null) {
      RingRecovery.Outcome outcome =
          recovery.forEach(startAfter, (hook, payload, end) -> records.incrementAndGet() > 0);
      if (outcome == RingRecovery.Outcome.DAMAGED) {
        damaged = true;
        log.warn("A part of " + file + " cannot be read; the rest of it is delivered.");
      }
    }
    return records.get();
  }

  /**
   * @param stored records that it handed on, at least
   * @return null when there are none, or none that can be right
   */
  @Nullable RingCounts counts(long stored) {
    if (recovery == null) {
      return null;
    }
    RingCounts counts = recovery.counts();
    long notDropped = counts.made() - counts.dropped();
    long most = recovery.mostRecords() + MOST_THREADS;
    boolean right = counts.isPlausible() && notDropped >= stored && notDropped <= most;
    countsDamaged |= !right;
    return right ? counts : null;
  }

  boolean isDamaged() {
    return damaged || countsDamaged;
  }

  /** Whether it handed on more than can be found in the segments. */
  boolean isBeyondSegments() {
    return recovery != null && recovery.hasHandedOnAfter(startAfter);
  }

  SpoolTailer tailer(long base, long afterIndex) {
    return new RingTailer(recovery, startAfter, base, afterIndex);
  }

  /** Its file, as long as there is one that was read. */
  long sizeBytes() {
    return isThere() ? bytes : 0;
  }

  boolean isThere() {
    return recovery != null && !givenUp;
  }

  boolean isGivenUp() {
    return givenUp;
  }

  /** Nothing more is read from it. */
  void giveUp() throws IOException {
    givenUp = true;
    Files.deleteIfExists(file);
  }

  /** The file was changed. */
  void forget() {
    if (recovery != null) {
      recovery.forget();
    }
  }

  void close() {
    if (recovery != null) {
      recovery.close();
    }
  }
}
