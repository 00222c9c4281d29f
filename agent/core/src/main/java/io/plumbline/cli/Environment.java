package io.plumbline.cli;

import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a command finds around it. Asked of the root command, so that a test brings its own and does
 * not depend on the machine it runs on.
 *
 * @param variables environment variables
 * @param properties system properties, as {@code -D} sets them
 */
public record Environment(Map<String, String> variables, Map<String, String> properties) {
  public Environment {
    variables = Map.copyOf(variables);
    properties = Map.copyOf(properties);
  }

  /** Of this process. */
  static Environment ofProcess() {
    Map<String, String> properties = new HashMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      properties.put(name, System.getProperty(name, ""));
    }
    properties.remove("sun.java.command"); // says that it is this command
    return new Environment(System.getenv(), properties);
  }

  /** Of the command line that a command is part of. */
  public static Environment of(CommandSpec command) {
    return command.root().userObject() instanceof PlumblineCommand root
        ? root.environment()
        : ofProcess();
  }
}
