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
import org.jspecify.annotations.Nullable;

/**
 * What a dead process left in its ring. Nothing read from the file is believed before it is checked
 * against its bounds, nothing of it is mapped, and the file is not changed.
 */
public final class RingRecovery implements AutoCloseable {
  private static final long MIN_CAPACITY = 1 << 10;
  private static final long MAX_CAPACITY = 1 << 30;

  /** A higher number is no version but damage. */
  private static final long MAX_VERSION = 255;

  private static final int SMALLEST_RECORD = 2 * RingLayout.HEADER_BYTES;

  /** How a walk over the ring ended. */
  public enum Outcome {
    /** Every committed record was handed on. */
    COMPLETE,
    /** The consumer refused one. */
    STOPPED,
    /** Something made no sense; what could be found before and after it was handed on. */
    DAMAGED
  }

  private final FileChannel channel;
  private final RingCounts counts;
  private final RingBytes bytes;
  private final long capacity;
  private final long read;
  private final long tail;
  private final boolean cut;

  /** What its process was just writing, or has meanwhile taken out, is left out. */
  private final boolean isLive;

  private RingRecovery(
      FileChannel channel, ByteBuffer header, long capacity, long[] positions, boolean isLive)
      throws IOException {
    this.channel = channel;
    this.counts = new RingCounts(header);
    this.bytes = new RingBytes(channel, capacity);
    this.capacity = capacity;
    this.isLive = isLive;
    this.read = isLive ? Math.max(positions[0], freedAfterHold()) : positions[0];
    this.tail = positions[1];
    this.cut =
        channel.size() < RECORDS_AT + capacity
            || positions[0] != at(header, RingLayout.READ_AT)
            || tail != at(header, RingLayout.TAIL_AT);
  }

  /**
   * Opens the file, which stays open until {@link #close}.
   *
   * @param file of a ring that no live process uses
   * @throws RingDamagedException when it is not a ring, or not any more
   * @throws IOException when it cannot be read, or is of another version
   */
  public static RingRecovery read(Path file) throws IOException {
    return open(file, false);
  }

  /**
   * As {@link #read}, of all that is in it now: the file is closed again.
   *
   * @param isLive whether its process may live, and is not disturbed
   */
  public static RingRecovery copyOf(Path file, boolean isLive) throws IOException {
    try (RingRecovery copy = open(file, isLive)) {
      copy.bytes.hold();
      return copy;
    }
  }

  /** What was read before is read again: the file was changed by {@link RingErasure}. */
  public void forget() {
    bytes.forget();
  }

  private static RingRecovery open(Path file, boolean isLive) throws IOException {
    FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    RingRecovery opened = null;
    try {
      // Direct, because atomic access to the numbers inside needs it.
      ByteBuffer header = ByteBuffer.allocateDirect(RECORDS_AT);
      while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {}
      // All zero, it was made and never taken into use.
      opened =
          isZero(header.clear())
              ? new RingRecovery(channel, header, MIN_CAPACITY, new long[2], isLive)
              : checked(file, channel, header, isLive);
      return opened;
    } finally {
      if (opened == null) {
        channel.close();
      }
    }
  }

  private static boolean isZero(ByteBuffer header) {
    while (header.hasRemaining()) {
      if (header.getLong() != 0) {
        return false;
      }
    }
    return true;
  }

  /** Below this, records may have been zeroed or overwritten while they were read. */
  private long freedAfterHold() throws IOException {
    bytes.hold();
    ByteBuffer freed = ByteBuffer.allocateDirect(Long.BYTES);
    channel.read(freed, RingLayout.FREED_AT);
    return at(freed, 0);
  }

  private static RingRecovery checked(
      Path file, FileChannel channel, ByteBuffer header, boolean isLive) throws IOException {
    if (at(header, RingLayout.MAGIC_AT) != RingLayout.MAGIC) {
      throw damaged(file, "it does not start as one");
    }
    long version = at(header, RingLayout.VERSION_AT);
    if (version != RingLayout.VERSION && version >= 0 && version <= MAX_VERSION) {
      throw new IOException(file + " is of version " + version);
    }
    long capacity = at(header, RingLayout.CAPACITY_AT);
    if (!isCapacity(capacity)) {
      capacity = channel.size() - RECORDS_AT;
    }
    long[] positions = positions(header, capacity);
    if (!isCapacity(capacity) || positions == null) {
      throw damaged(file, "its capacity and positions make no sense");
    }
    return new RingRecovery(channel, header, capacity, positions, isLive);
  }

  private static boolean isCapacity(long capacity) {
    return capacity >= MIN_CAPACITY && capacity <= MAX_CAPACITY && Long.bitCount(capacity) == 1;
  }

  private static RingDamagedException damaged(Path file, String why) {
    return new RingDamagedException(file + " is not a ring: " + why);
  }

  /** Two of the three positions are enough; one that is damaged does not fit the others. */
  private static long @Nullable [] positions(ByteBuffer header, long capacity) {
    long freed = at(header, RingLayout.FREED_AT);
    long read = at(header, RingLayout.READ_AT);
    long tail = at(header, RingLayout.TAIL_AT);
    if (isWindow(read, tail, capacity)) {
      return new long[] {read, tail};
    }
    if (isWindow(freed, tail, capacity)) {
      return new long[] {freed, tail};
    }
    return isWindow(freed, read, capacity) ? new long[] {read, freed + capacity} : null;
  }

  private static boolean isWindow(long from, long to, long capacity) {
    return from >= 0 && from <= to && to - from <= capacity && (from & 7) == 0 && (to & 7) == 0;
  }

  /** As they stand in the file; after damage they may be anything. */
  public RingCounts counts() {
    return counts;
  }

  /** How many records there can have been in it, ever. */
  public long mostRecords() {
    return tail / SMALLEST_RECORD;
  }

  /**
   * Whether records were handed on that came after a position, or some that were given up.
   *
   * @param position where the ring goes on after the last record that is known to be
   */
  public boolean hasHandedOnAfter(long position) {
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
    try {
      return walk(Math.max(RingLayout.align(afterPosition), read), consumer);
    } catch (IOException e) {
      return Outcome.DAMAGED; // the disk does not give it back
    }
  }

  private Outcome walk(long from, RecordConsumer consumer) throws IOException {
    Outcome outcome = cut ? Outcome.DAMAGED : Outcome.COMPLETE;
    long position = from;
    while (position < tail) {
      long header = bytes.longAt(position);
      if (isLive && (header == 0 || RingLayout.length(header) < 0)) {
        return outcome; // its writer waits here too
      }
      if (header == 0) {
        position += RingLayout.HEADER_BYTES;
        continue;
      }
      if (!RingLayout.isPlausible(header, AfterDamage.room(position, tail, capacity))) {
        outcome = Outcome.DAMAGED;
        position = afterDamage(position);
        continue;
      }
      long end = position + RingLayout.align(Math.abs((long) RingLayout.length(header)));
      if (isCommitted(header)
          && bytes.has(position, RingLayout.length(header))
          && !consumer.onRecord(RingLayout.hook(header), payload(position, header), end)) {
        return Outcome.STOPPED;
      }
      position = end;
    }
    return outcome;
  }

  private long afterDamage(long position) throws IOException {
    long next = AfterDamage.find(bytes::longAt, position, tail, capacity);
    return next == AfterDamage.NOWHERE ? tail : next;
  }

  /**
   * Where in the file the first header stands that makes no sense; -1 when all do.
   *
   * @param afterPosition as for {@link #forEach}
   */
  public long damagedAt(long afterPosition) {
    long position = Math.max(RingLayout.align(afterPosition), read);
    try {
      while (position < tail) {
        long header = bytes.longAt(position);
        if (header == 0) {
          position += RingLayout.HEADER_BYTES;
        } else if (RingLayout.isPlausible(header, AfterDamage.room(position, tail, capacity))) {
          position += RingLayout.align(Math.abs(RingLayout.length(header)));
        } else {
          return RECORDS_AT + position % capacity;
        }
      }
    } catch (IOException e) {
      return RECORDS_AT + position % capacity; // the disk does not give it back
    }
    return -1;
  }

  private static boolean isCommitted(long header) {
    return RingLayout.length(header) > 0 && RingLayout.kind(header) == RingLayout.RECORD;
  }

  private ByteBuffer payload(long position, long header) throws IOException {
    int length = RingLayout.length(header) - RingLayout.HEADER_BYTES;
    return bytes.at(position + RingLayout.HEADER_BYTES, length);
  }

  private static long at(ByteBuffer bytes, int index) {
    return (long) LONG.getVolatile(bytes, index);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It was only read.
    }
  }
}
