package io.plumbline.benchmarks.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One way to run one host.
 *
 * @param name as it stands in the tables
 * @param flags of the JVM, besides the agent's
 * @param host main class or {@code -jar}, and arguments
 * @param environment besides the agent's
 * @param isObserved whether spans of its calls are to arrive
 */
record Contestant(
    String name,
    Agent agent,
    String classPath,
    List<String> flags,
    List<String> host,
    Map<String, String> environment,
    boolean isObserved) {
  /** What would reach into hosts from the shell that runs this. */
  private static final List<String> FOREIGN =
      List.of(
          "OTEL_",
          "PLUMBLINE_",
          "ELASTIC_",
          "DD_",
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS",
          "_JAVA_");

  Contestant with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Contestant(name, agent, classPath, flags, host, more, isObserved);
  }

  static boolean reachesIntoHosts(String variable) {
    return FOREIGN.stream().anyMatch(variable::startsWith);
  }
}
