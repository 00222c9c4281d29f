package io.plumbline.spool;

import java.io.IOException;
import java.nio.file.Path;

/** The file of a segment that a dead process left: it is read, and then it goes. */
record DeadSegment(Path file, long sizeBytes) implements SegmentContent {
  /**
   * @param mappedBytes of a whole mapped segment; 0 when not known
   */
  static DeadSegment of(Path file, int mappedBytes) {
    return new DeadSegment(file, SegmentFiles.takenBy(file, mappedBytes));
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
