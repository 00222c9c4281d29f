package io.plumbline.ring;

import java.nio.ByteBuffer;

/** Takes records out of a ring, one at a time, in order. */
@FunctionalInterface
public interface RecordConsumer {
  /**
   * @param hook that made the record
   * @param payload its bytes, between position and limit; valid only during the call
   * @param endPosition where the next record of this ring starts; grows with every record, so it
   *     tells whether one was already handed on before a crash
   * @return false to leave this record and all later ones in the ring
   */
  boolean onRecord(int hook, ByteBuffer payload, long endPosition);
}
