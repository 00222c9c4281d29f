package io.plumbline.it.host;

import com.acme.NumberScorer;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls from threads in every state that a server's threads may be in; then a thousand calls more
 * from the same threads, in peace.
 *
 * <pre>
 * HostileThreads interrupted | loaderless | virtual | overflowing | heapless
 * </pre>
 *
 * Each waits in the end for the file {@code end} in its working directory, {@code heapless} for
 * {@code delivered} before its first call of the first kind. Prints how many calls of the first
 * kind returned, how many calls were made in peace, with ids from 1 to that number, and how many
 * answers were wrong.
 */
final class HostileThreads {
  private static final int CALLS = 1000;
  private static final int FEATURES = 8;
  private static final int VIRTUAL_THREADS = 100_000;
  private static final int OVERFLOWS = 9; // from one to nine tenths of the stack
  private static final int HEAPLESS_CALLS = 20;
  private static final int BALLAST = 1 << 20;
  private static final long SMALL_STACK = 256 << 10;

  private final NumberScorer scorer = new NumberScorer();
  private final AtomicLong returned = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private final AtomicLong nextInPeace = new AtomicLong();

  private HostileThreads() {}

  public static void main(String[] arguments) throws Exception {
    AgentStart.awaitSpool("com.acme.NumberScorer");
    HostileThreads threads = new HostileThreads();
    switch (arguments[0]) {
      case "interrupted" -> threads.run(threads::interrupted);
      case "loaderless" -> threads.run(threads::loaderless);
      case "virtual" -> threads.virtual();
      case "heapless" -> threads.run(threads::heapless);
      case "overflowing" -> threads.run(threads::overflowing);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.println("returned " + threads.returned);
    System.out.println("in peace " + threads.nextInPeace);
    System.out.println("wrong " + threads.wrong);
    awaitFile("end");
  }

  private void run(Runnable hostile) throws InterruptedException {
    Thread thread =
        new Thread(
            null,
            () -> {
              hostile.run();
              inPeace();
            },
            "hostile",
            SMALL_STACK);
    thread.start();
    thread.join();
  }

  private void inPeace() {
    for (int i = 0; i < CALLS; i++) {
      call((double) nextInPeace.incrementAndGet());
    }
  }

  private boolean call(double id) {
    double[] features = new double[FEATURES];
    features[0] = id;
    boolean right = scorer.score(features) == id / 2;
    if (!right) {
      wrong.incrementAndGet();
    }
    return right;
  }

  private void hostileCall() {
    call(-1);
    returned.incrementAndGet();
  }

  private void interrupted() {
    for (int i = 0; i < CALLS; i++) {
      Thread.currentThread().interrupt();
      hostileCall();
      if (!Thread.interrupted()) {
        wrong.incrementAndGet();
      }
    }
  }

  private void loaderless() {
    Thread.currentThread().setContextClassLoader(null);
    for (int i = 0; i < CALLS; i++) {
      hostileCall();
    }
    if (Thread.currentThread().getContextClassLoader() != null) {
      wrong.incrementAndGet();
    }
  }

  private void virtual() throws Exception {
    // By reflection: these tests are compiled for 17.
    Method factory = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
    ExecutorService threads = (ExecutorService) factory.invoke(null);
    CountDownLatch allThere = new CountDownLatch(VIRTUAL_THREADS);
    List<Future<?>> ends = new ArrayList<>();
    for (int i = 0; i < VIRTUAL_THREADS; i++) {
      Callable<Void> one =
          () -> {
            allThere.countDown();
            allThere.await();
            hostileCall();
            return null;
          };
      ends.add(threads.submit(one));
    }
    for (Future<?> end : ends) {
      end.get();
    }
    threads.submit(this::inPeace).get();
    threads.shutdown();
  }

  /** No call of the host allocates, and nobody can. */
  private void heapless() {
    inPeace();
    awaitFile("delivered");
    double[] features = new double[FEATURES];
    features[0] = -1;
    Object[] ballast = new Object[BALLAST];
    int pieces = 0;
    for (int bytes : new int[] {1 << 20, 1 << 14, 1 << 10, 128, 0}) {
      pieces = fill(ballast, pieces, bytes);
    }
    for (int i = 0; i < HEAPLESS_CALLS; i++) {
      if (scorer.score(features) != -0.5) {
        wrong.incrementAndGet();
      }
      returned.incrementAndGet();
    }
    for (int i = 0; i < pieces; i++) {
      ballast[i] = null; // nothing that would have to be loaded first
    }
    while (isHeapless()) {
      Thread.onSpinWait();
    }
  }

  private static boolean isHeapless() {
    try {
      return new byte[1 << 20].length == 0;
    } catch (OutOfMemoryError e) {
      return true;
    }
  }

  private static int fill(Object[] ballast, int pieces, int bytes) {
    int filled = pieces;
    try {
      while (filled < ballast.length) {
        ballast[filled] = new byte[bytes];
        filled++;
      }
    } catch (OutOfMemoryError e) {
      // That is it, of this size.
    }
    return filled;
  }

  /**
   * At the end of the stack, at every depth that is still enough for the call itself; from where
   * that is tried differs, since the compiler changes the size of frames.
   */
  private void overflowing() {
    inPeace();
    for (int i = 0; i < OVERFLOWS; i++) {
      try {
        dig(depth(0) / 10 * (1 + i) + i % 7);
      } catch (StackOverflowError e) {
        // The compiler changed the size of a frame meanwhile.
      }
    }
  }

  @SuppressWarnings("InfiniteRecursion") // that is what it is for
  private int depth(int level) {
    try {
      return depth(level + 1);
    } catch (StackOverflowError e) {
      return level;
    }
  }

  private void dig(int levels) {
    if (levels > 0) {
      dig(levels - 1);
    } else {
      callUntilTheEnd();
    }
  }

  @SuppressWarnings("InfiniteRecursion") // that is what it is for
  private void callUntilTheEnd() {
    try {
      hostileCall();
      callUntilTheEnd();
    } catch (StackOverflowError e) {
      // The end.
    }
  }

  private static void awaitFile(String file) {
    while (!Files.exists(Path.of(file))) {
      LockSupport.parkNanos(10_000_000);
    }
  }
}
