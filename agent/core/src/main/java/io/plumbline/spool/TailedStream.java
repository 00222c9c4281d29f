package io.plumbline.spool;

import io.plumbline.diagnostics.DropReason;

/** What a tailer has to know of the stream it reads. */
interface TailedStream {
  /** Held while anything mapped is read. */
  Object lock();

  /** The queue records are in now; another one after the last was put into quarantine. */
  SegmentedQueue queue();

  /** The newest record that can be read. */
  long lastIndex();

  /** Records between the two, inclusive, are lost. Under the lock. */
  void lost(DropReason reason, long firstIndex, long lastIndex);

  /** A segment in which reading came to a halt. Under the lock. */
  void setAside(Segment segment);

  void report(Throwable error);
}
