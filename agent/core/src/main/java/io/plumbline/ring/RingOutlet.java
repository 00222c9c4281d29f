package io.plumbline.ring;

import io.plumbline.diagnostics.DropReason;

/** The writer thread's side of a ring. For one thread. */
public interface RingOutlet {
  /**
   * Hands on committed records, in order, and frees their space.
   *
   * <p>A record that {@code consumer} refuses, or throws at, stays and is the next one's first. A
   * record still being written ends the drain.
   *
   * @return how many records were handed on; 0 when there is nothing to do now
   * @throws IllegalStateException when something else wrote into the file
   */
  int drain(RecordConsumer consumer, int maxRecords);

  /** Counts inferences that were made, and counted as made, but were lost later. */
  void countDropped(int hook, DropReason reason, long inferences);

  /** Why a full ring is full: the spool behind it may be the one that takes nothing. */
  void nameFull(DropReason reason);

  /** Bytes claimed and not yet handed on. */
  long usedBytes();

  /** Bytes that it has room for. */
  int capacity();
}
