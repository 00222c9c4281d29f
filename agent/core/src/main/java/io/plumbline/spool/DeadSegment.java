package io.plumbline.spool;

import java.io.IOException;
import java.nio.file.Path;

/** The file of a segment that a dead process left: it is read, and then it goes. */
record DeadSegment(Path file, long sizeBytes) implements SegmentContent {
  static DeadSegment of(Path file) {
    return new DeadSegment(file, file.toFile().length());
  }

  @Override
  public boolean hasRoom(int frameBytes) {
    return false;
  }

  @Override
  public void append(FrameBuffer frame) throws IOException {
    throw new IOException(file + " is only read");
  }

  @Override
  public SegmentBytes open() throws IOException {
    return SegmentBytes.of(file);
  }
}
