package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.DropReason;
import java.nio.ByteBuffer;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The stream of this process: one thread appends, another reads. */
public interface Spool extends SpoolReader {
  /**
   * Opens the spool of a stream. Takes up to a second, on the thread that is going to append. Where
   * and while there is no place on the disk, records are kept in memory.
   */
  static Spool open(
      SpoolHome home,
      SpoolOptions options,
      SpoolLosses losses,
      AgentLog log,
      AgentErrors errors,
      Clock clock) {
    SegmentedSpool spool = new SegmentedSpool(home, options, losses, log, errors, clock);
    spool.open();
    return spool;
  }

  /** In a directory that is there. */
  static Spool open(
      SpoolDirectory directory,
      SpoolOptions options,
      SpoolLosses losses,
      AgentLog log,
      AgentErrors errors,
      Clock clock) {
    return open(SpoolHome.of(directory, log, clock), options, losses, log, errors, clock);
  }

  /** For when there is to be no directory at all. */
  static Spool inMemory(SpoolOptions options, SpoolLosses losses, Clock clock) {
    AgentLog log = new AgentLog(clock, AgentLog.Level.INFO);
    SpoolHome home = SpoolHome.none(log, clock);
    return open(home, options.withMode(SpoolMode.MEMORY), losses, log, new AgentErrors(log), clock);
  }

  /**
   * Stores one record at the end. For the writer thread only; returns, never waits.
   *
   * @param payload read from its position to its limit
   * @param ringPosition where the ring goes on after this record; after a crash, ring records
   *     before it are known to be here already
   * @return null when stored, else why it could not be now; to be offered again
   */
  @Nullable DropReason append(int hook, ByteBuffer payload, long ringPosition);

  /** What came until now is a batch: it is forced to the disk, where that is wanted. Writer. */
  void batchEnded();

  /** What is due from time to time: expired segments go, a damaged one is left. Writer thread. */
  void tidy();

  /** The longest payload that can be stored. */
  int maxRecordLength();

  /**
   * Bytes taken on disk, or in memory when {@link #isDurable} is false; with those that dead
   * processes of the same service left.
   */
  long sizeBytes();

  /** Streams of dead processes of the same service whose key is not given. */
  int streamsWithoutKey();

  /** Age of the oldest record that is not acknowledged, as far as known; 0 when there is none. */
  long lagMillis();

  /** Whether what is stored survives the process. */
  boolean isDurable();

  /** For who looks on, on any thread. */
  SpoolKeeping keeping();
}
