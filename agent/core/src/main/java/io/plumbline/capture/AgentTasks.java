package io.plumbline.capture;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What advice has to do and a host thread must not, such as reading a model file: it runs on a
 * thread of the agent, later.
 *
 * <p>For once a model, not once a call.
 */
public final class AgentTasks {
  private static volatile @Nullable Executor executor;

  private AgentTasks() {}

  /**
   * @param bounded refuses with {@link RejectedExecutionException} what it has no room for, and
   *     keeps what a task throws from its thread; null refuses everything
   */
  public static void install(@Nullable Executor bounded) {
    executor = bounded;
  }

  /**
   * @return false when nobody takes the task: it will not run
   */
  public static boolean submit(Runnable task) {
    Executor current = executor;
    if (current == null) {
      return false;
    }
    try {
      current.execute(task);
      return true;
    } catch (RejectedExecutionException full) {
      return false;
    }
  }
}
