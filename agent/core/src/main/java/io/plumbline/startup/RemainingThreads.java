package io.plumbline.startup;

import java.util.List;

/** Threads that still run in the agent's class loader, and so keep it. */
final class RemainingThreads {
  private static final ClassLoader AGENT = RemainingThreads.class.getClassLoader();

  private RemainingThreads() {}

  /** All but the one that asks. */
  static List<String> names() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .filter(thread -> thread != Thread.currentThread() && isOfTheAgent(thread))
        .map(Thread::getName)
        .distinct()
        .sorted()
        .toList();
  }

  /** Ours, and those that our libraries made: by their class, or by what they inherited of ours. */
  private static boolean isOfTheAgent(Thread thread) {
    return thread.getContextClassLoader() == AGENT || thread.getClass().getClassLoader() == AGENT;
  }
}
