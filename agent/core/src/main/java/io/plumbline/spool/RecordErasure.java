package io.plumbline.spool;

import java.nio.ByteBuffer;

/** What is to be erased, and how: the spool knows where records lie, and not what is in them. */
public interface RecordErasure {
  /** What a record was found to be. */
  enum Outcome {
    /** Of somebody else. */
    OTHER,
    /** What was asked for; its values are gone. */
    ERASED,
    /** Perhaps what was asked for: other values were stored as the same. It is left. */
    AMBIGUOUS,
    /** Likewise, and its values are gone, as that was asked for. */
    AMBIGUOUS_ERASED,
    /** Perhaps what was asked for: what would tell was not kept. */
    NOT_SEARCHABLE,
    /** Nobody can say. */
    UNREADABLE;

    /** Whether its values are gone. */
    boolean isErased() {
      return this == ERASED || this == AMBIGUOUS_ERASED;
    }
  }

  /**
   * Erases a record, if that is to be done to it.
   *
   * @param payload its bytes, from 0 to the limit, changed in place when it is erased
   */
  Outcome apply(ByteBuffer payload);
}
