package io.plumbline.it.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Asks the same over and over on some threads, and compares what is answered. */
public final class SteadyLoad implements AutoCloseable {
  private static final int WRONG_SHOWN = 5;

  private final AtomicLong answers = new AtomicLong();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean over;

  /**
   * @param questions each asked once now, for the answer that all others have to equal; then each
   *     on a thread of its own
   */
  public SteadyLoad(List<Supplier<String>> questions) {
    for (Supplier<String> question : questions) {
      String expected = question.get();
      Thread thread = new Thread(() -> ask(question, expected), "load");
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  private void ask(Supplier<String> question, String expected) {
    while (!over) {
      String answer;
      try {
        answer = question.get();
      } catch (RuntimeException e) {
        answer = e.toString();
      }
      if (answer.equals(expected)) {
        answers.incrementAndGet();
      } else if (!over && wrong.size() < WRONG_SHOWN) {
        wrong.add(answer);
      }
    }
  }

  /** Right ones so far. */
  public long answers() {
    return answers.get();
  }

  /** Waits until each thread had time for some more. */
  public void awaitMore(int more) {
    long before = answers();
    Await.that(Await.DEFAULT_LIMIT, () -> answers() >= before + more, () -> more + " answers more");
  }

  /** Answers that were others than the first one; at most {@value #WRONG_SHOWN}. */
  public List<String> wrong() {
    return List.copyOf(wrong);
  }

  @Override
  public void close() {
    stop();
  }

  /** Waits for the answers that are still to come. */
  public void stop() {
    over = true;
    for (Thread thread : threads) {
      try {
        thread.join(Await.DEFAULT_LIMIT.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
