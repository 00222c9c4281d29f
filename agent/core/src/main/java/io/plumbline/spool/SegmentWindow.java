package io.plumbline.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * A piece of a file, read when it is needed: nothing is mapped, so that a file may be cut short.
 */
final class SegmentWindow {
  private static final int BYTES = 256 << 10;

  private final FileChannel channel;
  private ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private long start;

  SegmentWindow(FileChannel channel) {
    this.channel = channel;
  }

  /** What was read before is read again. */
  void forget() {
    bytes.limit(0);
  }

  /**
   * Brings bytes into the window.
   *
   * @return whether the file has all of them
   */
  boolean has(long offset, int length) throws IOException {
    if (offset >= start && offset + length <= start + bytes.limit()) {
      return true;
    }
    if (offset + length > channel.size()) {
      return false;
    }
    int capacity = Math.max(BYTES, length);
    if (bytes.capacity() < capacity) {
      bytes = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
    bytes.clear().limit(capacity);
    start = offset;
    while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) > 0) {}
    bytes.flip();
    return bytes.limit() >= length; // unless it has just been cut
  }

  /**
   * @param from at a multiple of four
   * @return where the next four bytes are that are not all zero; -1 when there are none
   */
  long skipZeros(long from) throws IOException {
    for (long at = from; has(at, Integer.BYTES); ) {
      for (int i = (int) (at - start); i + Integer.BYTES <= bytes.limit(); i += Integer.BYTES) {
        if (bytes.getInt(i) != 0) {
          return start + i;
        }
        at += Integer.BYTES;
      }
    }
    return -1;
  }

  /** Little-endian, of bytes that the window {@link #has}. */
  int intAt(long offset) {
    return bytes.getInt((int) (offset - start));
  }

  byte byteAt(long offset) {
    return bytes.get((int) (offset - start));
  }

  byte[] copy(long offset, int length) {
    byte[] copy = new byte[length];
    bytes.get((int) (offset - start), copy);
    return copy;
  }
}
