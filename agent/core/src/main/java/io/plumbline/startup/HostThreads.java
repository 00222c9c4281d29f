package io.plumbline.startup;

import java.util.Set;

/** Whether a thread of the host is left, now that the JVM ends. */
final class HostThreads {
  /** Of the JVM itself; those of its compilers are not shown at all. */
  private static final Set<String> OF_THE_JVM =
      Set.of(
          "Reference Handler",
          "Finalizer",
          "Signal Dispatcher",
          "Service Thread",
          "Monitor Deflation Thread",
          "Notification Thread",
          "Attach Listener",
          "Common-Cleaner");

  private static final String SHUTDOWN = "java.lang.Shutdown";

  private HostThreads() {}

  /**
   * @return false only when nothing but the agent and the JVM runs: threads that are not known
   *     count as the host's, and so do those that carry virtual ones
   */
  static boolean anyLeft() {
    return Thread.getAllStackTraces().entrySet().stream()
        .anyMatch(thread -> isOfTheHost(thread.getKey(), thread.getValue()));
  }

  private static boolean isOfTheHost(Thread thread, StackTraceElement[] stack) {
    return thread.isAlive()
        && !OF_THE_JVM.contains(thread.getName())
        // Ours, and those that our libraries made on ours.
        && thread.getContextClassLoader() != HostThreads.class.getClassLoader()
        && !isEndingTheJvm(stack);
  }

  /** It never returns from there. */
  private static boolean isEndingTheJvm(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().equals(SHUTDOWN)) {
        return true;
      }
    }
    return false;
  }
}
