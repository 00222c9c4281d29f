package com.acme;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Its first statement is an inference. */
public final class ChurnService {
  private static final int THREADS = 4;
  private static final int CALLS = 250;

  private ChurnService() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println(
        new ChurnScorer("7").score(Map.of("spend", 3.0, "visits", 9L, "country", "FR")));
    try {
      System.out.println(new ChurnScorer("7").score(Map.of("visits", 1L)));
    } catch (IllegalArgumentException e) {
      System.out.println(e.getMessage());
    }
    System.out.println(new ChurnScorer("8").scoreLater(Map.of("spend", 1.0)).get());
    scoreOnManyThreads();
  }

  private static void scoreOnManyThreads() throws InterruptedException {
    ChurnScorer scorer = new ChurnScorer("9");
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      int first = t * CALLS;
      threads.add(new Thread(() -> scoreAll(scorer, first)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void scoreAll(ChurnScorer scorer, int first) {
    for (int i = first; i < first + CALLS; i++) {
      if (scorer.scoreArray(new float[] {i, 0.5f}) != 2 * i) {
        throw new IllegalStateException("wrong answer for " + i);
      }
    }
  }
}
