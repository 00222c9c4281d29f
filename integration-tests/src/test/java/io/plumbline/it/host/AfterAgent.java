package io.plumbline.it.host;

import java.util.Arrays;

/**
 * {@code AfterAgent MAIN WOVEN ARGUMENT…}: somebody's application, begun once every call of its
 * woven class is counted.
 */
final class AfterAgent {
  private AfterAgent() {}

  public static void main(String[] arguments) throws Exception {
    AgentStart.awaitSpool(arguments[1]);
    String[] rest = Arrays.copyOfRange(arguments, 2, arguments.length);
    Object ignored =
        Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
  }
}
