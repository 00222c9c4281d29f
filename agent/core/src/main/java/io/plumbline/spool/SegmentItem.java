package io.plumbline.spool;

/** What stands next in a segment file. */
sealed interface SegmentItem {
  /**
   * A whole record.
   *
   * @param offset of its document in the file
   */
  record Stored(long offset, RecordFrame frame) implements SegmentItem {}

  /**
   * Bytes in which no record can be found; the next item comes after them.
   *
   * @param what is wrong with them
   */
  record Damage(long offset, long bytes, String what) implements SegmentItem {}

  /** Nothing more, now or for ever. */
  record End(long offset, Kind kind) implements SegmentItem {
    enum Kind {
      /** Records may still be appended here. */
      OPEN,
      /** A record is being written here, or was when its process died. */
      HALF_WRITTEN,
      /** The writer went on to another segment. */
      CLOSED,
      /** The file ends here. */
      CUT
    }
  }
}
