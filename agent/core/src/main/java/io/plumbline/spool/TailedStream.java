package io.plumbline.spool;

import io.plumbline.diagnostics.DropReason;
import org.jspecify.annotations.Nullable;

/** What a tailer has to know of the stream it reads. For any thread. */
interface TailedStream {
  /** Under which its records may be. */
  default SpoolKeys keys() {
    return SpoolKeys.NONE;
  }

  /** The segment that holds the record, or the first one after it; null when there is none. */
  @Nullable Segment find(long index);

  /** Whether records are still appended to it. */
  boolean isActive(Segment segment);

  /** The newest record in a segment. */
  long lastInSegments();

  /**
   * Records between the two, inclusive, are in no segment. Those that are counted were let go; what
   * is not counted never is, and was damaged.
   */
  void gone(long firstIndex, long lastIndex);

  /** Records between the two, inclusive, are lost. */
  void lost(DropReason reason, long firstIndex, long lastIndex);

  /** Likewise, because this segment is damaged. */
  void damaged(Segment segment, long firstIndex, long lastIndex);

  /** What should be in the active segment is not found: what comes should go elsewhere. */
  void distrust(Segment active);

  void report(Throwable error);
}
