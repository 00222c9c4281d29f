package io.plumbline.ring;

import static io.plumbline.ring.RingLayout.LONG;
import static io.plumbline.ring.RingLayout.RECORDS_AT;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * What a dead process left in its ring. Nothing read from the file is believed before it is checked
 * against its bounds, and the file is not changed.
 */
public final class RingRecovery {
  private static final int MAX_CAPACITY = 1 << 30;

  /** How a walk over the ring ended. */
  public enum Outcome {
    /** Every committed record was handed on. */
    COMPLETE,
    /** The consumer refused one. */
    STOPPED,
    /** A header made no sense; what came after it could not be found. */
    DAMAGED
  }

  private final ByteBuffer bytes;
  private final int capacity;
  private final boolean isLive;
  private final long from;

  private RingRecovery(ByteBuffer bytes, int capacity, boolean isLive, long from) {
    this.bytes = bytes;
    this.capacity = capacity;
    this.isLive = isLive;
    this.from = from;
  }

  /**
   * Reads the file into memory: mapped, a file cut short by another process would be fatal.
   *
   * @param file of a ring that no live process uses
   * @throws IOException when it cannot be read or is not a ring
   */
  public static RingRecovery read(Path file) throws IOException {
    try (FileChannel channel = open(file)) {
      ByteBuffer bytes = contentOf(file, channel);
      return new RingRecovery(bytes, capacity(file, bytes), false, at(bytes, RingLayout.READ_AT));
    }
  }

  /**
   * As {@link #read}, of a ring whose process may live, and is not disturbed. What that process was
   * just writing, or has meanwhile taken out, is left out.
   */
  public static RingRecovery readLive(Path file) throws IOException {
    try (FileChannel channel = open(file)) {
      ByteBuffer bytes = contentOf(file, channel);
      int capacity = capacity(file, bytes);
      // Below this, records may have been zeroed or overwritten while the file was read.
      ByteBuffer freed = ByteBuffer.allocateDirect(Long.BYTES);
      channel.read(freed, RingLayout.FREED_AT);
      long from = Math.max(at(bytes, RingLayout.READ_AT), at(freed, 0));
      return new RingRecovery(bytes, capacity, true, from);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  private static ByteBuffer contentOf(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size <= RECORDS_AT || size > RECORDS_AT + (long) MAX_CAPACITY) {
      throw notARing(file, "its size is " + size);
    }
    // Direct, because atomic access to the numbers inside needs it; freed with the last reference.
    ByteBuffer bytes = ByteBuffer.allocateDirect((int) size);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
    return bytes;
  }

  private static int capacity(Path file, ByteBuffer bytes) throws IOException {
    long capacity = at(bytes, RingLayout.CAPACITY_AT);
    long tail = at(bytes, RingLayout.TAIL_AT);
    long read = at(bytes, RingLayout.READ_AT);
    if (at(bytes, RingLayout.MAGIC_AT) != RingLayout.MAGIC) {
      throw notARing(file, "it does not start as one");
    }
    if (at(bytes, RingLayout.VERSION_AT) != RingLayout.VERSION) {
      throw notARing(file, "its version is " + at(bytes, RingLayout.VERSION_AT));
    }
    if (capacity != bytes.position() - RECORDS_AT || Long.bitCount(capacity) != 1) {
      throw notARing(file, "its capacity is " + capacity);
    }
    if (read < 0 || read > tail || tail - read > capacity || (read & 7) != 0 || (tail & 7) != 0) {
      throw notARing(file, "its positions are " + read + " and " + tail);
    }
    return (int) capacity;
  }

  private static IOException notARing(Path file, String why) {
    return new IOException(file + " is not a ring: " + why);
  }

  public RingCounts counts() {
    return new RingCounts(bytes);
  }

  /**
   * Whether records were handed on that came after a position, or some that were given up.
   *
   * @param position where the ring goes on after the last record that is known to be
   */
  public boolean hasHandedOnAfter(long position) {
    long read = at(bytes, RingLayout.READ_AT);
    // What is left of the region is filled up when a record does not fit.
    boolean filledUp = read % capacity == 0 && read - position <= capacity / 8;
    return read > RingLayout.align(position) && !filledUp;
  }

  /**
   * Walks over the committed records in order, past holes and half-written ones.
   *
   * @param afterPosition the {@code endPosition} of the last record that is known to have been
   *     handed on; 0 when none is
   */
  public Outcome forEach(long afterPosition, RecordConsumer consumer) {
    long tail = at(bytes, RingLayout.TAIL_AT);
    long position = Math.max(RingLayout.align(afterPosition), from);
    while (position < tail) {
      long header = headerAt(position);
      if (isLive && (header == 0 || RingLayout.length(header) < 0)) {
        return Outcome.COMPLETE; // its writer waits here too
      }
      if (header == 0) {
        position += RingLayout.HEADER_BYTES;
        continue;
      }
      if (!RingLayout.isPlausible(header, roomAt(position, tail))) {
        return Outcome.DAMAGED;
      }
      long end = position + RingLayout.align(Math.abs(RingLayout.length(header)));
      if (isCommitted(header)
          && !consumer.onRecord(RingLayout.hook(header), payload(position, header), end)) {
        return Outcome.STOPPED;
      }
      position = end;
    }
    return Outcome.COMPLETE;
  }

  /**
   * Where in the file the first header stands that makes no sense; -1 when all do.
   *
   * @param afterPosition as for {@link #forEach}
   */
  public long damagedAt(long afterPosition) {
    long tail = at(bytes, RingLayout.TAIL_AT);
    long position = Math.max(RingLayout.align(afterPosition), from);
    while (position < tail) {
      long header = headerAt(position);
      if (header == 0) {
        position += RingLayout.HEADER_BYTES;
      } else if (RingLayout.isPlausible(header, roomAt(position, tail))) {
        position += RingLayout.align(Math.abs(RingLayout.length(header)));
      } else {
        return index(position);
      }
    }
    return -1;
  }

  private static boolean isCommitted(long header) {
    return RingLayout.length(header) > 0 && RingLayout.kind(header) == RingLayout.RECORD;
  }

  private long roomAt(long position, long tail) {
    return Math.min(tail - position, capacity - position % capacity);
  }

  private long headerAt(long position) {
    return at(bytes, index(position));
  }

  private ByteBuffer payload(long position, long header) {
    int from = index(position) + RingLayout.HEADER_BYTES;
    return bytes.slice(from, RingLayout.length(header) - RingLayout.HEADER_BYTES);
  }

  private int index(long position) {
    return RECORDS_AT + (int) (position % capacity);
  }

  private static long at(ByteBuffer bytes, int index) {
    return (long) LONG.getVolatile(bytes, index);
  }
}
