package io.plumbline.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A segment in the heap, lost with the process. */
final class MemorySegment implements SegmentContent {
  static final int USUAL_BYTES = 256 << 10;

  private final byte[] bytes;
  private volatile int position;

  MemorySegment(int capacity) {
    this.bytes = new byte[capacity];
  }

  @Override
  public boolean hasRoom(int frameBytes) {
    return position + RecordFrame.align(frameBytes) <= bytes.length;
  }

  @Override
  public void append(FrameBuffer frame) {
    ByteBuffer padded = frame.padded();
    int at = position;
    int length = padded.remaining();
    padded.get(bytes, at, length);
    position = at + length;
  }

  @Override
  public SegmentBytes open() throws IOException {
    return new SegmentBytes() {
      @Override
      public void read(ByteBuffer into, long from) {
        int length = (int) Math.max(0, Math.min(into.remaining(), position - from));
        into.put(bytes, (int) Math.min(from, bytes.length), length);
      }

      @Override
      public long size() {
        return position;
      }

      @Override
      public void close() {
        // Goes with its last reference.
      }
    };
  }

  @Override
  public void overwrite(ByteBuffer changed, long at) {
    changed.get(bytes, (int) at, changed.remaining());
  }

  @Override
  public void force() {
    // It is on no disk.
  }

  @Override
  public long sizeBytes() {
    return bytes.length;
  }

  @Override
  public @Nullable Path file() {
    return null;
  }
}
