package io.plumbline.it.host;

/** Waits for the agent, where there is one. */
final class AgentStart {
  private AgentStart() {}

  /**
   * A class waits two seconds for the agent to start, no longer. On a machine where that is not
   * enough the first calls are not observed, which is not what is tested here.
   */
  static void await() throws InterruptedException {
    while (runs("plumbline-start")) {
      Thread.sleep(5);
    }
  }

  /**
   * Until the spool is open as well, which a class waits for as long, and which takes of the five
   * seconds for the end: where each call must be counted.
   *
   * @param wovenClass whose loading makes the agent open it
   */
  static void awaitSpool(String wovenClass) throws InterruptedException, ClassNotFoundException {
    await();
    Class.forName(wovenClass);
    while (runs("plumbline-writer") && !runs("plumbline-relay")) {
      Thread.sleep(5);
    }
  }

  private static boolean runs(String thread) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(each -> each.getName().equals(thread));
  }
}
