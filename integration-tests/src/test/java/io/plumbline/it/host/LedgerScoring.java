package io.plumbline.it.host;

import com.acme.NumberScorer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Scores on many threads and writes down, in a mapped file that outlives {@code kill -9}, how many
 * calls of each thread have returned; {@code io.plumbline.it.harness.InferenceLedger} reads it.
 *
 * <pre>
 * LedgerScoring LEDGER RUN THREADS CALLS_PER_SECOND_AND_THREAD [CALLS_PER_THREAD [END]]
 * </pre>
 *
 * A rate of 0 is as fast as it goes. Without a number of calls it ends only when it is ended, or
 * makes no more when the file {@code LEDGER.stop} is there; with one, as {@link End} says. {@code
 * -Dname.bytes=3000} makes each record so much longer, by the name of its thread.
 */
final class LedgerScoring {
  /** What a call may take before it is a stall. */
  private static final long STALL_NANOS = 10_000_000;

  private static final int FEATURES = 8;

  /** Of what the ledger says of a thread. */
  private static final int COLUMNS = 6;

  /** Longer ones were stopped by something already. */
  private static final long MOST_CONTROL_NANOS = 100_000;

  /** What happens when a thread has made its calls. */
  private enum End {
    /** The threads end, and the JVM with the last one. */
    LAST_THREAD,
    /** The threads end, and the JVM waits to be ended. */
    STAY,
    /** {@code System.exit(3)}; the threads go on calling. */
    EXIT,
    /**
     * As a server that ends gracefully: on SIGTERM, a shutdown hook makes as many calls again, on a
     * thread of its own, says "drained", and waits for the file LEDGER.end.
     */
    DRAIN
  }

  private final LongBuffer ledger;
  private final Path file;
  private final long run;
  private final int perSecond;
  private final CountDownLatch enough = new CountDownLatch(1);

  @SuppressWarnings("UnusedVariable") // so that the work is done
  private volatile double sink;

  private volatile boolean stopped;

  private LedgerScoring(Path file, long run, int threads, int perSecond) throws IOException {
    this.file = file;
    this.run = run;
    this.perSecond = perSecond;
    this.ledger = create(file, threads);
    ledger.put(0, run).put(1, threads);
  }

  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    long run = Long.parseLong(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    int perSecond = Integer.parseInt(arguments[3]);
    long calls = arguments.length > 4 ? Long.parseLong(arguments[4]) : Long.MAX_VALUE;
    End end =
        arguments.length > 5 ? End.valueOf(arguments[5].toUpperCase(Locale.ROOT)) : End.LAST_THREAD;
    if (Boolean.getBoolean("patient")) {
      AgentStart.awaitSpool("com.acme.NumberScorer");
    } else {
      AgentStart.await();
    }
    new LedgerScoring(file, run, threads, perSecond).score(threads, calls, end);
  }

  private static LongBuffer create(Path ledger, int threads) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(ledger.toFile(), "rw")) {
      return file.getChannel()
          .map(FileChannel.MapMode.READ_WRITE, 0, 8L * (2 + COLUMNS * threads))
          .order(ByteOrder.LITTLE_ENDIAN)
          .asLongBuffer();
    }
  }

  private void score(int threads, long calls, End end) throws InterruptedException {
    // In a drain the last place is that of the hook.
    int scoring = end == End.DRAIN ? threads - 1 : threads;
    for (int thread = 0; thread < scoring; thread++) {
      int number = thread;
      String name = "scoring-" + thread + "x".repeat(Integer.getInteger("name.bytes", 0));
      new Thread(() -> score(number, calls, end == End.EXIT), name).start();
    }
    if (end == End.DRAIN) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(scoring, calls)));
    }
    if (calls == Long.MAX_VALUE) {
      Thread watch = new Thread(this::watch, "watch");
      watch.setDaemon(true);
      watch.start();
    }
    System.out.println("scoring");
    if (end == End.STAY || end == End.DRAIN) {
      new CountDownLatch(1).await();
    } else if (end == End.EXIT) {
      enough.await();
      System.exit(3);
    }
  }

  private void watch() {
    awaitFile(".stop");
    stopped = true;
  }

  private void drain(int thread, long calls) {
    score(thread, calls, false);
    System.out.println("drained");
    awaitFile(".end");
  }

  /** Beside the ledger, under its name and so much more. */
  private void awaitFile(String more) {
    Path awaited = file.resolveSibling(file.getFileName() + more);
    while (!Files.exists(awaited)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void score(int thread, long calls, boolean goesOn) {
    NumberScorer scorer = new NumberScorer();
    double[] features = new double[FEATURES];
    long firstId = run << 40 | (long) thread << 32;
    int place = 2 + COLUMNS * thread;
    long due = System.nanoTime();
    for (long call = 1; (call <= calls || goesOn) && !stopped; call++) {
      features[0] = firstId + call;
      long before = System.nanoTime();
      if (!isAnswered(scorer, features)) {
        ledger.put(place + 1, ledger.get(place + 1) + 1);
      }
      long took = System.nanoTime() - before;
      noteStall(place + 2, took);
      ledger.put(place, call);
      if (call == calls) {
        enough.countDown();
      }
      if (perSecond > 0) {
        noteStall(place + 4, control(features, Math.min(took, MOST_CONTROL_NANOS)));
        // What a busy machine has kept it from is not made up for.
        due = Math.max(due + 1_000_000_000 / perSecond, before);
        pauseUntil(due);
      }
    }
  }

  private void noteStall(int place, long took) {
    if (took > STALL_NANOS) {
      ledger.put(place, ledger.get(place) + 1);
    }
    if (took > ledger.get(place + 1)) {
      ledger.put(place + 1, took);
    }
  }

  /**
   * Something that nobody observes, for as long as the call took: what stops it for longer is the
   * machine, and stops as many calls.
   *
   * @return how long it took
   */
  private long control(double[] features, long nanos) {
    long before = System.nanoTime();
    long took;
    double sum = 0;
    do {
      for (double feature : features) {
        sum += feature;
      }
      took = System.nanoTime() - before;
    } while (took < nanos);
    sink = sum;
    return took;
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
