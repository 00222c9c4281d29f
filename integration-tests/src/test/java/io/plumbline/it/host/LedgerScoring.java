package io.plumbline.it.host;

import com.acme.NumberScorer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * Scores on many threads and writes down, in a mapped file that outlives {@code kill -9}, how many
 * calls of each thread have returned; {@code io.plumbline.it.harness.InferenceLedger} reads it.
 *
 * <pre>
 * LedgerScoring LEDGER RUN THREADS CALLS_PER_SECOND_AND_THREAD [CALLS_PER_THREAD]
 * </pre>
 *
 * A rate of 0 is as fast as it goes. Without a number of calls it ends only when it is ended; with
 * one, by its last thread.
 */
final class LedgerScoring {
  /** What a call may take before it is a stall. */
  private static final long STALL_NANOS = 10_000_000;

  private static final int FEATURES = 8;

  private LedgerScoring() {}

  public static void main(String[] arguments) throws IOException {
    long run = Long.parseLong(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    int perSecond = Integer.parseInt(arguments[3]);
    long calls = arguments.length > 4 ? Long.parseLong(arguments[4]) : Long.MAX_VALUE;
    LongBuffer ledger = create(arguments[0], threads);
    ledger.put(0, run).put(1, threads);
    for (int thread = 0; thread < threads; thread++) {
      int place = 2 + 4 * thread;
      long firstId = run << 40 | (long) thread << 32;
      new Thread(() -> score(firstId, calls, perSecond, ledger, place), "scoring-" + thread)
          .start();
    }
    System.out.println("scoring");
  }

  private static LongBuffer create(String ledger, int threads) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(ledger, "rw")) {
      return file.getChannel()
          .map(FileChannel.MapMode.READ_WRITE, 0, 8L * (2 + 4 * threads))
          .order(ByteOrder.LITTLE_ENDIAN)
          .asLongBuffer();
    }
  }

  private static void score(long firstId, long calls, int perSecond, LongBuffer ledger, int place) {
    NumberScorer scorer = new NumberScorer();
    double[] features = new double[FEATURES];
    long start = System.nanoTime();
    for (long call = 1; call <= calls; call++) {
      features[0] = firstId + call;
      long before = System.nanoTime();
      if (!isAnswered(scorer, features)) {
        ledger.put(place + 1, ledger.get(place + 1) + 1);
      }
      long took = System.nanoTime() - before;
      if (took > STALL_NANOS) {
        ledger.put(place + 2, ledger.get(place + 2) + 1);
      }
      if (took > ledger.get(place + 3)) {
        ledger.put(place + 3, took);
      }
      ledger.put(place, call);
      if (perSecond > 0) {
        pauseUntil(start + call * 1_000_000_000 / perSecond);
      }
    }
  }

  private static boolean isAnswered(NumberScorer scorer, double[] features) {
    try {
      return scorer.score(features) == features[0] / 2;
    } catch (RuntimeException | Error e) {
      return false;
    }
  }

  private static void pauseUntil(long nanos) {
    long left = nanos - System.nanoTime();
    if (left > 0) {
      LockSupport.parkNanos(left);
    }
  }
}
