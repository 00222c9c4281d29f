package io.plumbline.it.host;

/** Waits for the agent, where there is one. */
final class AgentStart {
  private AgentStart() {}

  /**
   * A class waits two seconds for the agent to start, no longer. On a machine where that is not
   * enough the first calls are not observed, which is not what is tested here.
   */
  static void await() throws InterruptedException {
    while (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("plumbline-start"))) {
      Thread.sleep(5);
    }
  }
}
