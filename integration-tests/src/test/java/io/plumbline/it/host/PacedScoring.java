package io.plumbline.it.host;

import com.acme.NumberScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Scores as often a second as a file says, looked at each 50 ms, until it says {@code end}; then
 * says how many it made, and waits to be ended.
 *
 * <pre>
 * PacedScoring FILE FEATURES
 * </pre>
 */
final class PacedScoring {
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int SLICES_A_SECOND = 20;

  private PacedScoring() {}

  public static void main(String[] arguments) throws Exception {
    Path pace = Path.of(arguments[0]);
    double[] features = new double[Integer.parseInt(arguments[1])];
    AgentStart.awaitSpool("com.acme.NumberScorer");
    NumberScorer scorer = new NumberScorer();
    long made = 0;
    System.out.println("scoring");
    for (String now = read(pace); !now.equals("end"); now = read(pace)) {
      long sliceEnd = System.nanoTime() + SLICE_NANOS;
      int calls = Integer.parseInt(now) / SLICES_A_SECOND;
      for (int call = 0; call < calls && System.nanoTime() - sliceEnd < 0; call++) {
        features[0] = ++made;
        if (scorer.score(features) != features[0] / 2) {
          throw new IllegalStateException("a wrong answer");
        }
      }
      LockSupport.parkNanos(Math.max(0, sliceEnd - System.nanoTime()));
    }
    System.out.println("made " + made);
    Thread.currentThread().join();
  }

  private static String read(Path pace) throws IOException {
    return Files.readString(pace).strip();
  }
}
