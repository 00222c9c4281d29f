package io.plumbline.it.host;

import com.acme.PixelScorer;
import java.util.Arrays;

/**
 * Scores pictures, the n-th of them as n, and stays.
 *
 * <pre>
 * PixelScoring CALLS PIXELS
 * </pre>
 */
final class PixelScoring {
  private PixelScoring() {}

  public static void main(String[] arguments) throws Exception {
    int calls = Integer.parseInt(arguments[0]);
    byte[] pixels = new byte[Integer.parseInt(arguments[1])];
    // Below zero a pixel takes one byte in memory, and thirteen in protobuf.
    Arrays.fill(pixels, (byte) -1);
    AgentStart.awaitSpool("com.acme.PixelScorer");
    PixelScorer scorer = new PixelScorer();
    for (int call = 1; call <= calls; call++) {
      if (scorer.score(pixels, call) != call) {
        throw new IllegalStateException("call " + call);
      }
    }
    System.out.println("scored " + calls);
    Thread.sleep(Long.MAX_VALUE);
  }
}
