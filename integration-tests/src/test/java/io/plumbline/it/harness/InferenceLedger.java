package io.plumbline.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;

/**
 * What a host wrote down of its own calls, also when it was killed: the file of {@code
 * io.plumbline.it.host.LedgerScoring}, little-endian.
 *
 * <pre>
 * offset  length  meaning
 *      0       8  run: tells the ids of this host from those of others
 *      8       8  number of threads
 *     16  48 * n  of each thread: calls that returned; calls that failed; calls over 10 ms;
 *                 longest call, ns; the last two of a control, which nobody observes and which
 *                 takes as long
 * </pre>
 *
 * The id of a call is {@code run << 40 | thread << 32 | number}, the number counting from 1; it is
 * the call's first feature.
 */
public final class InferenceLedger {
  private static final int COLUMNS = 6;

  private final LongBuffer longs;

  private InferenceLedger(LongBuffer longs) {
    this.longs = longs;
  }

  /** As it stands now; without any thread when its host has only just made it. */
  public static InferenceLedger read(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      return new InferenceLedger(bytes.asLongBuffer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long run() {
    return longs.capacity() < 2 ? 0 : longs.get(0);
  }

  public int threads() {
    return longs.capacity() < 2 ? 0 : Math.toIntExact(longs.get(1));
  }

  /** Calls that returned, of all threads. */
  public long returned() {
    return sum(0);
  }

  /** Calls that threw, or answered something else than they should. */
  public long failed() {
    return sum(1);
  }

  /** Calls that took more than 10 ms. */
  public long stalled() {
    return sum(2);
  }

  public long longestNanos() {
    return longest(3);
  }

  /** Of the control: times that the machine took more than 10 ms away. */
  public long controlStalled() {
    return sum(4);
  }

  public long longestControlNanos() {
    return longest(5);
  }

  private long longest(int column) {
    return LongStream.range(0, threads()).map(thread -> of((int) thread, column)).max().orElse(0);
  }

  /** The id of every call that returned. */
  public LongStream ids() {
    return LongStream.range(0, threads())
        .flatMap(
            thread ->
                LongStream.rangeClosed(1, of((int) thread, 0))
                    .map(number -> run() << 40 | thread << 32 | number));
  }

  private long sum(int column) {
    return LongStream.range(0, threads()).map(thread -> of((int) thread, column)).sum();
  }

  private long of(int thread, int column) {
    return longs.get(2 + COLUMNS * thread + column);
  }
}
