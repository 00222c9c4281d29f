package io.plumbline.it.host;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Four threads that call at the same time, 250 times each. */
final class Crowd {
  interface Call {
    /**
     * @param number from 0 to 999, each once
     */
    void make(int number) throws Exception;
  }

  private static final int THREADS = 4;
  private static final int CALLS = 250;

  private Crowd() {}

  static void of(Call call) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> ends = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int first = thread * CALLS;
      ends.add(
          threads.submit(
              () -> {
                for (int i = 0; i < CALLS; i++) {
                  call.make(first + i);
                }
                return null;
              }));
    }
    for (Future<?> end : ends) {
      end.get();
    }
    threads.shutdown();
  }
}
