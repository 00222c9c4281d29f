package io.plumbline.spool;

import java.nio.ByteBuffer;

/**
 * What a reader made of its stream so far.
 *
 * @param coveredIndex everything up to here is in the state
 * @param state the reader's own bytes, opaque here; read-only
 */
public record Checkpoint(long coveredIndex, ByteBuffer state) {
  public Checkpoint {
    if (coveredIndex < 0) {
      throw new IllegalArgumentException("covered index " + coveredIndex);
    }
    state = state.asReadOnlyBuffer();
  }

  public static Checkpoint empty(long coveredIndex) {
    return new Checkpoint(coveredIndex, ByteBuffer.allocate(0));
  }

  byte[] encoded() {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + state.remaining());
    return bytes.putLong(coveredIndex).put(state.duplicate()).array();
  }

  static Checkpoint decoded(byte[] encoded) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    return new Checkpoint(bytes.getLong(), bytes.slice());
  }
}
