package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The stream of this process: one thread appends, another reads. */
public interface Spool extends SpoolReader {
  /**
   * Opens the spool of a stream, in memory when its directory does not allow mapping. Takes up to a
   * second, on the thread that is going to append.
   */
  static Spool open(
      SpoolDirectory directory,
      SpoolOptions options,
      SpoolLosses losses,
      AgentLog log,
      AgentErrors errors,
      Clock clock) {
    try {
      MappableStores.require(directory.path(), options.mode());
      return MappedSpool.open(directory, options, losses, log, errors, clock);
    } catch (IOException e) {
      log.warn("Spooling in memory, not in " + directory.path() + ": " + e.getMessage());
      return inMemory(options, losses, clock);
    }
  }

  /** For when there is no directory at all. */
  static Spool inMemory(SpoolOptions options, SpoolLosses losses, Clock clock) {
    return new MemorySpool(options, losses, clock);
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

  /** What is due from time to time: expired segments go, a damaged one is left. Writer thread. */
  void tidy();

  /** The longest payload that can be stored. */
  int maxRecordLength();

  /** Bytes taken on disk, or in memory when {@link #isDurable} is false. */
  long sizeBytes();

  /** Age of the oldest record that is not acknowledged, as far as known; 0 when there is none. */
  long lagMillis();

  /** Whether what is stored survives the process. */
  boolean isDurable();
}
