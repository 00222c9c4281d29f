package io.plumbline.ring;

import static io.plumbline.ring.RingLayout.ABORTED;
import static io.plumbline.ring.RingLayout.FREED_AT;
import static io.plumbline.ring.RingLayout.HEADER_BYTES;
import static io.plumbline.ring.RingLayout.LONG;
import static io.plumbline.ring.RingLayout.PADDING;
import static io.plumbline.ring.RingLayout.READ_AT;
import static io.plumbline.ring.RingLayout.RECORD;
import static io.plumbline.ring.RingLayout.RECORDS_AT;
import static io.plumbline.ring.RingLayout.TAIL_AT;
import static io.plumbline.ring.RingLayout.align;
import static io.plumbline.ring.RingLayout.header;

import io.plumbline.capture.InferenceSink;
import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A lock-free ring of records, many producers to one consumer, in a mapped file or in memory.
 *
 * <p>A producer claims space by moving the tail, writes a header with a negative length, copies,
 * and commits by making the length positive. What it has committed survives {@code kill -9}. It
 * tries a bounded number of times and then drops; it never waits, allocates or makes a system call.
 */
public final class MappedRing implements InferenceSink, RingOutlet, AutoCloseable {
  public static final int DEFAULT_CAPACITY = 8 << 20;
  public static final int HOOKS = RingLayout.HOOKS;

  private static final int MIN_CAPACITY = 1 << 10;
  private static final int MAX_CAPACITY = 1 << 30;

  /** Each failure means that another thread succeeded; this many take some 50 µs. */
  private static final int CLAIM_ATTEMPTS = 512;

  private static final long FULL = -1;
  private static final long NO_HOLE = -1;

  /** A cache line for each of so many threads. */
  private static final int SCRATCH_MASK = 63;

  /** Far longer than a thread that lives is ever stopped between a claim and its header. */
  private static final long HOLE_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final byte[] ZEROS = new byte[64 << 10];

  private final ByteBuffer bytes;
  private final ByteBuffer view;
  private final ByteBuffer scratch = ByteBuffer.allocateDirect((SCRATCH_MASK + 1) << 6);
  private final int capacity;
  private final long mask;
  private volatile DropReason fullReason = DropReason.RING_FULL;
  private volatile boolean closed;

  /** Whether a thread came to the end of its stack in here. */
  volatile boolean overflowed;

  /** By hook, those that overflowed in here; never less than before. */
  private final int[] failures = new int[HOOKS];

  // Of the consumer.
  private final int[] failuresCounted = new int[HOOKS];
  private long holeAt = NO_HOLE;
  private long holeTail;
  private long holeSinceNanos;

  MappedRing(ByteBuffer bytes, int capacity) {
    this.bytes = bytes;
    this.view = bytes.asReadOnlyBuffer();
    this.capacity = capacity;
    this.mask = capacity - 1L;
  }

  /**
   * Creates the file, allocates all of it on disk, and maps it.
   *
   * @param file must not exist; readable by its owner only
   * @param capacity bytes for records, a power of two; see {@link #DEFAULT_CAPACITY}
   * @throws IOException when the file exists or the disk has no room for all of it
   */
  public static MappedRing create(Path file, int capacity) throws IOException {
    requireCapacity(capacity);
    linkCallSites();
    return new MappedRing(
        RingFile.create(file, capacity, bytes -> writeHeader(bytes, capacity)), capacity);
  }

  /**
   * Creates the file of a ring that takes the place of another one.
   *
   * @param file appears when all of it is there, in the place of what had this name
   * @param start the first position, a multiple of the capacity
   * @param counts what the one before has counted
   */
  static MappedRing continued(Path file, int capacity, long start, RingCounts counts)
      throws IOException {
    requireCapacity(capacity);
    ByteBuffer bytes =
        RingFile.replace(
            file,
            capacity,
            fresh -> {
              LONG.setVolatile(fresh, TAIL_AT, start);
              LONG.setVolatile(fresh, READ_AT, start);
              LONG.setVolatile(fresh, FREED_AT, start);
              counts.writeTo(fresh);
              writeHeader(fresh, capacity);
            });
    return new MappedRing(bytes, capacity);
  }

  /** A ring in memory, which does not outlive the process. */
  public static MappedRing inMemory(int capacity) {
    requireCapacity(capacity);
    linkCallSites();
    ByteBuffer bytes = ByteBuffer.allocateDirect(RECORDS_AT + capacity);
    writeHeader(bytes, capacity);
    return new MappedRing(bytes, capacity);
  }

  private static void requireCapacity(int capacity) {
    if (capacity < MIN_CAPACITY || capacity > MAX_CAPACITY || Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException(
          "capacity must be a power of two from 1 KiB to 1 GiB, not " + capacity);
    }
  }

  private static void writeHeader(ByteBuffer bytes, int capacity) {
    LONG.setVolatile(bytes, RingLayout.CAPACITY_AT, (long) capacity);
    LONG.setVolatile(bytes, RingLayout.VERSION_AT, RingLayout.VERSION);
    LONG.setVolatile(bytes, RingLayout.MAGIC_AT, RingLayout.MAGIC);
  }

  /**
   * The first use of a VarHandle call site allocates and needs a deep stack. That happens here, not
   * on a host thread between claim and commit.
   */
  private static void linkCallSites() {
    MappedRing throwaway =
        new MappedRing(ByteBuffer.allocateDirect(RECORDS_AT + MIN_CAPACITY), MIN_CAPACITY);
    for (int lap = 0; lap < 2 * MIN_CAPACITY / 128; lap++) {
      throwaway.accept(0, ZEROS, 100);
      throwaway.drain((hook, payload, endPosition) -> true, 1);
    }
    throwaway.acceptDropped(0, DropReason.RING_FULL);
  }

  /**
   * Counts each inference once, also at the end of a host thread's stack. Code that was never
   * needed before may take more stack than code that always runs, so nothing is called after an
   * overflow: the consumer counts it. A claimed place may stay as it is; it steps over that.
   *
   * @throws StackOverflowError only before anything is counted
   */
  @Override
  public @Nullable DropReason accept(int hook, byte[] record, int length) {
    add(RingLayout.madeAt(Objects.checkIndex(hook, HOOKS)), 1);
    try {
      DropReason reason = store(hook, record, length);
      if (reason != null) {
        add(RingLayout.droppedAt(hook, reason), 1);
      }
      return reason;
    } catch (StackOverflowError e) {
      failures[hook]++; // not atomic: two threads would have to overflow in the same nanoseconds
      overflowed = true;
      return DropReason.CAPTURE_FAILED;
    }
  }

  @Override
  public void acceptDropped(int hook, DropReason reason) {
    int droppedAt = RingLayout.droppedAt(hook, reason);
    add(RingLayout.madeAt(Objects.checkIndex(hook, HOOKS)), 1);
    add(droppedAt, 1);
  }

  @Override
  public void countDropped(int hook, DropReason reason, long inferences) {
    add(RingLayout.droppedAt(Objects.checkIndex(hook, HOOKS), reason), inferences);
  }

  /** What was counted between two snapshots of another ring. */
  void addCounts(RingCounts now, RingCounts before) {
    for (int hook = 0; hook < HOOKS; hook++) {
      add(RingLayout.madeAt(hook), now.made(hook) - before.made(hook));
      for (DropReason reason : DropReason.values()) {
        long dropped = now.dropped(hook, reason) - before.dropped(hook, reason);
        add(RingLayout.droppedAt(hook, reason), dropped);
      }
    }
  }

  private void add(int index, long n) {
    long ignored = (long) LONG.getAndAdd(bytes, index, n);
  }

  private @Nullable DropReason store(int hook, byte[] record, int length) {
    if (closed) {
      return DropReason.SPOOL_UNAVAILABLE;
    }
    if (length < 0 || length > record.length || length > maxRecordLength()) {
      return DropReason.CAPTURE_FAILED;
    }
    int recordLength = HEADER_BYTES + length;
    long position = claim((int) align(recordLength), header(RECORD, hook, -recordLength));
    if (position == FULL) {
      return fullReason;
    }
    int at = index(position);
    boolean copied = false;
    try {
      copy(record, length, at + HEADER_BYTES);
      copied = true;
    } finally {
      LONG.setRelease(bytes, at, header(copied ? RECORD : ABORTED, hook, recordLength));
    }
    return null;
  }

  /**
   * @param header of the record while it is written: with a negative length
   */
  private long claim(int needed, long header) {
    // Tried first where it does no harm: between the claim and its header no stack may run out.
    LONG.setRelease(scratch, ((int) Thread.currentThread().getId() & SCRATCH_MASK) << 6, header);
    for (int attempt = 0; attempt < CLAIM_ATTEMPTS; attempt++) {
      long tail = (long) LONG.getVolatile(bytes, TAIL_AT);
      int toEnd = (int) (capacity - (tail & mask));
      int padding = needed > toEnd ? toEnd : 0;
      long newTail = tail + padding + needed;
      if (newTail - (long) LONG.getVolatile(bytes, FREED_AT) > capacity) {
        return FULL;
      }
      if (LONG.compareAndSet(bytes, TAIL_AT, tail, newTail)) {
        if (padding > 0) {
          LONG.setRelease(bytes, index(tail), header(PADDING, 0, padding));
        }
        LONG.setRelease(bytes, index(tail + padding), header);
        return tail + padding;
      }
      Thread.onSpinWait();
    }
    return FULL;
  }

  private void copy(byte[] record, int length, int at) {
    VarHandle.storeStoreFence(); // no byte of the payload may be seen where a hole of zeros was
    bytes.put(at, record, 0, length);
  }

  @Override
  public void nameFull(DropReason reason) {
    fullReason = reason;
  }

  /** The longest record that {@link #accept} stores, in bytes. */
  public int maxRecordLength() {
    return capacity / 8 - HEADER_BYTES;
  }

  @Override
  public int drain(RecordConsumer consumer, int maxRecords) {
    if (overflowed) {
      countFailures();
    }
    long from = (long) LONG.getVolatile(bytes, READ_AT);
    long position = from;
    int handedOn = 0;
    try {
      while (handedOn < maxRecords) {
        long header = (long) LONG.getAcquire(bytes, index(position));
        if (header == 0 || RingLayout.length(header) < 0) {
          long next = pastHole(position, header);
          if (next == position) {
            break;
          }
          position = next;
          continue;
        }
        if (!RingLayout.isPlausible(header, capacity - (position & mask))) {
          long damaged = position;
          position = afterDamage(position);
          throw new IllegalStateException(
              "ring overwritten at position " + damaged + ", which goes on at " + position);
        }
        long end = position + align(RingLayout.length(header));
        if (RingLayout.kind(header) == RECORD) {
          if (!consumer.onRecord(RingLayout.hook(header), payload(position, header), end)) {
            break;
          }
          handedOn++;
        }
        position = end;
      }
    } finally {
      free(from, position);
    }
    return handedOn;
  }

  private void countFailures() {
    for (int hook = 0; hook < HOOKS; hook++) {
      int more = failures[hook] - failuresCounted[hook];
      if (more != 0) {
        add(RingLayout.droppedAt(hook, DropReason.CAPTURE_FAILED), more);
        failuresCounted[hook] += more;
      }
    }
  }

  /**
   * Where it goes on behind a place that a thread claimed at the end of its stack and never wrote.
   * Its inference is counted as dropped.
   *
   * @return the position itself, as long as its thread may be about to write
   */
  private long pastHole(long position, long header) {
    if (!overflowed) {
      return position;
    }
    if (holeAt != position || holeTail == position) { // seen first, or the ring was empty
      holeAt = position;
      holeTail = (long) LONG.getVolatile(bytes, TAIL_AT);
      holeSinceNanos = System.nanoTime();
      return position;
    }
    if (System.nanoTime() - holeSinceNanos < HOLE_PATIENCE_NANOS) {
      return position;
    }
    if (RingLayout.isPlausible(header, AfterDamage.room(position, holeTail, capacity))) {
      return position + align(Math.abs(RingLayout.length(header)));
    }
    long next = afterDamage(position, holeTail);
    return next == AfterDamage.NOWHERE ? holeTail : next;
  }

  /** As {@link RecordingRing#rewrite}; not while another thread drains. */
  void rewrite(Consumer<ByteBuffer> change) {
    long tail = (long) LONG.getVolatile(bytes, TAIL_AT);
    for (long position = (long) LONG.getVolatile(bytes, READ_AT); position < tail; ) {
      long header = headerAt(position);
      if (header == 0 || !RingLayout.isPlausible(header, capacity - (position & mask))) {
        return; // as far as the consumer comes
      }
      if (RingLayout.kind(header) == RECORD && RingLayout.length(header) > HEADER_BYTES) {
        int length = RingLayout.length(header) - HEADER_BYTES;
        change.accept(bytes.slice(index(position) + HEADER_BYTES, length));
      }
      position += align(Math.abs(RingLayout.length(header)));
    }
  }

  /** Between a claim and its header are nanoseconds, unless the thread was stopped just there. */
  private long headerAt(long position) {
    long header = 0;
    for (int look = 0; look < CLAIM_ATTEMPTS && header == 0; look++) {
      header = (long) LONG.getAcquire(bytes, index(position));
      Thread.onSpinWait();
    }
    return header;
  }

  private ByteBuffer payload(long position, long header) {
    int at = index(position);
    return view.limit(at + RingLayout.length(header)).position(at + HEADER_BYTES);
  }

  /** Where it stands, as long as nothing behind the damage makes sense. */
  private long afterDamage(long position) {
    long next = afterDamage(position, (long) LONG.getVolatile(bytes, TAIL_AT));
    return next == AfterDamage.NOWHERE ? position : next;
  }

  private long afterDamage(long position, long tail) {
    return AfterDamage.<RuntimeException>find(
        at -> (long) LONG.getAcquire(bytes, index(at)), position, tail, capacity);
  }

  /** Whether its positions make sense; not when something else wrote over them. Writer thread. */
  boolean isSound() {
    long freed = (long) LONG.getVolatile(bytes, FREED_AT);
    long read = (long) LONG.getVolatile(bytes, READ_AT);
    long tail = (long) LONG.getVolatile(bytes, TAIL_AT);
    return freed >= 0 && freed <= read && read <= tail && tail - freed <= capacity;
  }

  @Override
  public int capacity() {
    return capacity;
  }

  private void free(long from, long to) {
    if (from == to) {
      return;
    }
    // First, so that after a crash nobody reads what is half zeroed.
    LONG.setVolatile(bytes, READ_AT, to);
    for (long position = from; position < to; ) {
      int toEnd = (int) (capacity - (position & mask));
      int n = (int) Math.min(Math.min(to - position, toEnd), ZEROS.length);
      bytes.put(index(position), ZEROS, 0, n);
      position += n;
    }
    LONG.setVolatile(bytes, FREED_AT, to);
  }

  private int index(long position) {
    return RECORDS_AT + (int) (position & mask);
  }

  @Override
  public long usedBytes() {
    return (long) LONG.getVolatile(bytes, TAIL_AT) - (long) LONG.getVolatile(bytes, READ_AT);
  }

  public RingCounts counts() {
    return new RingCounts(bytes);
  }

  /**
   * Refuses every later record as {@link DropReason#SPOOL_UNAVAILABLE}; what is inside can still be
   * drained. The memory goes with the last reference, since a host thread may be in it.
   */
  @Override
  public void close() {
    closed = true;
  }
}
