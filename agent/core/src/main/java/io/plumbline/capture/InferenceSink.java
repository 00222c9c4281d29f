package io.plumbline.capture;

import io.plumbline.diagnostics.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * Where a host thread leaves an encoded record. Implemented by the ring; called on host threads, so
 * an implementation allocates nothing, takes no lock and cannot block.
 */
public interface InferenceSink {
  /**
   * Counts one inference as made and stores its record, or counts why it could not.
   *
   * @param hook index of the hook, below 256
   * @param record holds the encoded inference in {@code [0, length)}; copied before this returns
   * @return null when stored, else the reason it was counted as dropped
   * @throws StackOverflowError at the end of the thread's stack, and then nothing is counted
   */
  @Nullable DropReason accept(int hook, byte[] record, int length);

  /** Counts one inference as made and dropped, where there is no record to store. */
  void acceptDropped(int hook, DropReason reason);
}
