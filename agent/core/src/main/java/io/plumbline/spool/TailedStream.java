package io.plumbline.spool;

import io.plumbline.diagnostics.DropReason;

/** What a tailer has to know of the stream it reads. */
interface TailedStream {
  /** Held while anything mapped is read. */
  Object lock();

  /** The queue records are in now; another one after the last was put into quarantine. */
  SegmentedQueue queue();

  /** The newest record that can be read. */
  long lastInQueue();

  /** Whether a segment may still come for a record that none has. */
  boolean mayGrow();

  /** Records between the two, inclusive, are lost. Under the lock. */
  void lost(DropReason reason, long firstIndex, long lastIndex);

  /** From here to the end of the segment there is nothing to read. Under the lock. */
  void unreadable(Segment segment, long fromIndex);

  void report(Throwable error);
}
