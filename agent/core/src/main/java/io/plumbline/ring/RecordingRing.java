package io.plumbline.ring;

import io.plumbline.capture.InferenceSink;
import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ring of this process, which can move into a new file while host threads record: when somebody
 * removed the file it was in, or when there was no room for one before.
 *
 * <p>A host thread may still be in the ring before. That one is kept and drained for good, since
 * nobody can tell when the last thread has left it; so a ring moves a few times at most.
 */
public final class RecordingRing implements InferenceSink, RingOutlet, AutoCloseable {
  private static final int MAX_MOVES = 3;

  /** A ring of before; what {@code carried} says is in the counts of the one after it. */
  private record Left(MappedRing ring, RingCounts carried) {}

  private record State(MappedRing current, List<Left> left) {}

  private volatile State state;
  private volatile boolean closed;
  private DropReason fullReason = DropReason.RING_FULL;
  private long handedOnUpTo;
  private volatile RingCounts lastCounts;

  /** Between threads of ours: what is carried must not be seen on both sides. */
  private final Object countsLock = new Object();

  public RecordingRing(MappedRing first) {
    this.state = new State(first, List.of());
    this.lastCounts = first.counts();
  }

  @Override
  public @Nullable DropReason accept(int hook, byte[] record, int length) {
    return state.current.accept(hook, record, length);
  }

  @Override
  public void acceptDropped(int hook, DropReason reason) {
    state.current.acceptDropped(hook, reason);
  }

  /** Whether records can still be taken out; not when something else wrote over its positions. */
  public boolean isSound() {
    return state.current.isSound();
  }

  /** Looked after from time to time, by the writer thread. */
  public void tidy() {
    if (!state.left.isEmpty()) {
      carryCounts();
    }
  }

  /**
   * From now on records go into a new file, with the counts so far. For the writer thread.
   *
   * @param file in the place of what has this name
   * @throws IOException when it cannot be made; then nothing has changed
   */
  public void moveTo(Path file) throws IOException {
    State before = state;
    if (closed || before.left.size() == MAX_MOVES) {
      throw new IOException(closed ? "it is closed" : "it was moved " + MAX_MOVES + " times");
    }
    RingCounts counted = before.current.counts();
    RingCounts carried = counted.isPlausible() ? counted : lastCounts;
    MappedRing next =
        MappedRing.continued(file, before.current.capacity(), positionAfter(before), carried);
    next.nameFull(fullReason);
    List<Left> left = new ArrayList<>(before.left);
    if (before.current.isSound()) {
      left.add(new Left(before.current, counted));
    }
    synchronized (countsLock) {
      state = new State(next, List.copyOf(left));
    }
    // The file took its time to be made, and threads counted meanwhile.
    carryCounts();
    if (closed) {
      next.close();
    }
  }

  /**
   * Writes into the file of the ring in use what threads have counted in one that was left: only
   * that file outlives the process.
   */
  private void carryCounts() {
    synchronized (countsLock) {
      State now = state;
      List<Left> carried = new ArrayList<>();
      for (Left left : now.left) {
        RingCounts counts = left.ring.counts();
        boolean sound = left.ring.isSound() && counts.isPlausible();
        if (sound) {
          now.current.addCounts(counts, left.carried);
        }
        carried.add(sound ? new Left(left.ring, counts) : left);
      }
      state = new State(now.current, List.copyOf(carried));
    }
  }

  /** Far beyond what threads that are still in the ring before will claim. */
  private long positionAfter(State before) {
    long capacity = before.current.capacity();
    return (handedOnUpTo / capacity + 4) * capacity;
  }

  /**
   * Changes records in place that were committed and not handed on, while host threads go on; for
   * any thread. A record may be changed that is handed on only after that, and none meanwhile.
   *
   * @param change of the bytes from 0 to the limit
   */
  public synchronized void rewrite(Consumer<ByteBuffer> change) {
    State now = state;
    now.left.forEach(left -> left.ring.rewrite(change));
    now.current.rewrite(change);
  }

  /** Those of a ring that was left first. Positions never go back, whichever ring they are of. */
  @Override
  public synchronized int drain(RecordConsumer consumer, int maxRecords) {
    State now = state;
    int handedOn = 0;
    for (Left left : now.left) {
      if (left.ring.usedBytes() > 0) {
        handedOn += left.ring.drain(inOrder(consumer), maxRecords - handedOn);
      }
    }
    return handedOn + now.current.drain(inOrder(consumer), maxRecords - handedOn);
  }

  private RecordConsumer inOrder(RecordConsumer consumer) {
    return (hook, payload, endPosition) -> {
      long position = Math.max(handedOnUpTo, endPosition);
      boolean taken = consumer.onRecord(hook, payload, position);
      handedOnUpTo = taken ? position : handedOnUpTo;
      return taken;
    };
  }

  @Override
  public void countDropped(int hook, DropReason reason, long inferences) {
    state.current.countDropped(hook, reason, inferences);
  }

  @Override
  public void nameFull(DropReason reason) {
    fullReason = reason;
    state.current.nameFull(reason);
  }

  @Override
  public long usedBytes() {
    State now = state;
    long used = now.current.usedBytes();
    for (Left left : now.left) {
      used += left.ring.usedBytes();
    }
    return used;
  }

  @Override
  public int capacity() {
    return state.current.capacity();
  }

  /** Those of before, when something else wrote over them. */
  public RingCounts counts() {
    synchronized (countsLock) {
      State now = state;
      RingCounts counts = now.current.counts();
      for (Left left : now.left) {
        counts.add(left.ring.counts(), left.carried);
      }
      if (counts.isPlausible()) {
        lastCounts = counts;
      }
      return lastCounts;
    }
  }

  /** Refuses every later record; what is inside can still be drained. */
  @Override
  public void close() {
    closed = true;
    State now = state;
    now.current.close();
    now.left.forEach(left -> left.ring.close());
  }
}
