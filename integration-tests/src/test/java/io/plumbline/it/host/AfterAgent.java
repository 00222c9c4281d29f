package io.plumbline.it.host;

import java.util.Arrays;

/** {@code AfterAgent MAIN ARGUMENT…}: somebody's application, begun once the agent has started. */
final class AfterAgent {
  private AfterAgent() {}

  public static void main(String[] arguments) throws Exception {
    AgentStart.await();
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    Object ignored =
        Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
  }
}
