package io.plumbline.ring;

import static io.plumbline.ring.RingLayout.RECORDS_AT;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * The records region of a ring's file, read through a window: mapped, a file cut short by another
 * process would be fatal; and it may be larger than this process wants to hold. What the file lacks
 * is zero.
 */
final class RingBytes {
  private static final int WINDOW = 64 << 10;

  private final FileChannel channel;
  private final long capacity;
  private final long size;
  private ByteBuffer window = ByteBuffer.allocate(0);
  private long windowAt;

  RingBytes(FileChannel channel, long capacity) throws IOException {
    this.channel = channel;
    this.capacity = capacity;
    this.size = channel.size();
  }

  /** Reads all of them now, and nothing later. */
  void hold() throws IOException {
    if (window.limit() < capacity) {
      fill(0, (int) capacity);
    }
  }

  /** What was read may have been changed since. */
  void forget() {
    window = ByteBuffer.allocate(0);
  }

  /** Whether the file is long enough for them. */
  boolean has(long position, int length) {
    return RECORDS_AT + position % capacity + length <= size;
  }

  long longAt(long position) throws IOException {
    return at(position, Long.BYTES).getLong(0);
  }

  /** Valid until the next call. */
  ByteBuffer at(long position, int length) throws IOException {
    long offset = position % capacity;
    if (offset < windowAt || offset + length > windowAt + window.limit()) {
      fill(offset, Math.max(length, (int) Math.min(WINDOW, capacity - offset)));
    }
    return window.slice((int) (offset - windowAt), length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void fill(long offset, int length) throws IOException {
    window = ByteBuffer.allocate(length);
    windowAt = offset;
    while (window.hasRemaining()
        && channel.read(window, RECORDS_AT + offset + window.position()) >= 0) {}
    window.clear();
  }
}
