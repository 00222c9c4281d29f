package io.plumbline.startup;

import io.plumbline.diagnostics.AgentErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The agent's threads are made here and nowhere else, but for {@code plumbline-start}: daemons, so
 * that the JVM exits when it would have, named {@code plumbline-…}, with the agent's loader as
 * context.
 *
 * <p>Make them on a thread of the agent: a thread keeps the class loaders of whoever made it.
 */
public final class AgentThreads {
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ClassLoader agent = AgentThreads.class.getClassLoader();
  private final AgentErrors errors;
  private final List<ThreadPoolExecutor> executors = new ArrayList<>();

  public AgentThreads(AgentErrors errors) {
    this.errors = errors;
  }

  /**
   * @param name what follows {@code plumbline-}
   * @param body what it throws ends the thread, and is reported
   */
  public Thread start(String name, Runnable body) {
    Thread thread = unstarted(name, body);
    thread.start();
    return thread;
  }

  /** As {@link #start}, for whoever starts it later, such as the JVM at its end. */
  public Thread unstarted(String name, Runnable body) {
    // Without the inheritable thread locals of the thread that makes it.
    Thread thread = new Thread(null, body, "plumbline-" + name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(agent);
    thread.setUncaughtExceptionHandler((t, error) -> errors.report(t.getName(), error));
    return thread;
  }

  /**
   * The body of a thread that must outlive a host without memory. There the JVM itself throws from
   * compiled code that it gives up, past every handler inside it; only a frame outside can go on.
   *
   * @param loop goes on where it was when it is run again; returns when it is over
   */
  public static Runnable outliving(Runnable loop) {
    return () -> {
      boolean over = false;
      while (!over) {
        try {
          loop.run();
          over = true;
        } catch (OutOfMemoryError e) {
          LockSupport.parkNanos(RETRY_NANOS);
        }
      }
    };
  }

  /**
   * One thread for small tasks, one after the other. What a task throws is reported.
   *
   * @param waiting tasks beyond so many are refused with {@link
   *     java.util.concurrent.RejectedExecutionException}
   */
  public Executor tasks(String name, int waiting) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            body -> unstarted(name, body));
    executor.prestartAllCoreThreads();
    executors.add(executor);
    return task -> executor.execute(() -> runReported(name, task));
  }

  /** Ends what runs tasks; those that wait are dropped. */
  void endTasks() {
    executors.forEach(ThreadPoolExecutor::shutdownNow);
  }

  private void runReported(String name, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      errors.report(name, e);
    }
  }
}
