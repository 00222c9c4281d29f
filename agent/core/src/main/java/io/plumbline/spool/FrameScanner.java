package io.plumbline.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records of one segment, one after the other, whatever stands between them. For one
 * thread, also while another one appends.
 *
 * <p>A record is recognised by itself: bounds, checksum, version. So damage costs what it hit, and
 * neither Chronicle's headers nor its index are needed. How much is looked at is bounded by the
 * size of the segment.
 */
final class FrameScanner implements AutoCloseable {
  /** Behind the last record is room that is not written yet: to read that would be for nothing. */
  private static final int LEAST_READ = 4 << 10;

  private static final int MOST_READ = 128 << 10;

  /** Records stand at multiples of it. */
  private static final int WORD = 4;

  private final SegmentBytes segment;
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int readAhead = LEAST_READ;
  private long size;
  private long bufferAt;
  private long position;
  private long checked;
  private long lastAt;

  FrameScanner(SegmentBytes segment) {
    this.segment = segment;
  }

  /**
   * @return null when there is none behind the last one; asked again, it looks again
   * @throws OtherVersionException when there is one of another version
   */
  @Nullable RecordFrame next() throws IOException {
    RecordFrame frame = behindTheLast();
    if (frame == null) {
      lookAgain();
      frame = behindTheLast();
    }
    return frame == null ? search() : frame;
  }

  /** In a mapped segment a header of Chronicle's stands between two records. */
  private @Nullable RecordFrame behindTheLast() throws IOException {
    RecordFrame frame = at(position);
    return frame == null ? at(position + WORD) : frame;
  }

  /** It may have been written since. */
  private void lookAgain() throws IOException {
    buffer.limit(0);
    readAhead = LEAST_READ;
    size = Math.min(segment.size(), 2L * SpoolOptions.MAX_SEGMENT_BYTES);
  }

  /** Where the last record was found. */
  long lastAt() {
    return lastAt;
  }

  /** Where the next one may stand. */
  long lastEnd() {
    return position;
  }

  private @Nullable RecordFrame search() throws IOException {
    // Garbage could be made of nothing but long candidates, each to be checked.
    long enough = checked + 4 * size;
    for (long at = position + 2 * WORD; at + RecordFrame.HEADER_BYTES <= size; at += WORD) {
      RecordFrame frame = checked < enough ? at(at) : null;
      if (frame != null) {
        return frame;
      }
    }
    return null;
  }

  /** Moves behind it, when there is one. */
  private @Nullable RecordFrame at(long place) throws IOException {
    if (place + RecordFrame.HEADER_BYTES > size) {
      return null;
    }
    int at = buffered(place, RecordFrame.HEADER_BYTES);
    int length = at < 0 ? 0 : RecordFrame.lengthAt(buffer, at);
    if (length == 0 || place + length > size) {
      return null;
    }
    at = buffered(place, length);
    RecordFrame frame = at < 0 ? null : RecordFrame.at(buffer, at, length);
    checked += length;
    if (frame != null) {
      lastAt = place;
      position = place + RecordFrame.align(length);
    }
    return frame;
  }

  /** Where these bytes are in the buffer; negative when they cannot be read. */
  private int buffered(long place, int length) throws IOException {
    if (place < bufferAt || place + length > bufferAt + buffer.limit()) {
      read(place, Math.max(length, readAhead));
      readAhead = Math.min(2 * readAhead, MOST_READ); // who reads on reads much
    }
    return place + length <= bufferAt + buffer.limit() ? (int) (place - bufferAt) : -1;
  }

  private void read(long place, int bytes) throws IOException {
    if (bytes > buffer.capacity()) {
      buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
    buffer.clear().limit((int) Math.min(bytes, size - place));
    bufferAt = place;
    segment.read(buffer, place);
    buffer.flip();
  }

  @Override
  public void close() {
    segment.close();
  }
}
