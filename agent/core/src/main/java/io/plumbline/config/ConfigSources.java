package io.plumbline.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a configuration is made from, as plain values.
 *
 * @param file null when none is named: Plumbline never looks for one by itself
 */
public record ConfigSources(
    Map<String, String> systemProperties,
    Map<String, String> environment,
    @Nullable ConfigFile file) {
  static final String FILE_PROPERTY = "plumbline.config";
  static final String FILE_VARIABLE = "PLUMBLINE_CONFIG";

  public ConfigSources {
    systemProperties = Map.copyOf(systemProperties);
    environment = Map.copyOf(environment);
  }

  /**
   * @param agentArguments what stands after {@code -javaagent:plumbline.jar=}: the path of the
   *     file; where empty, {@code -Dplumbline.config} or {@code PLUMBLINE_CONFIG} may name it
   * @throws ConfigException when a file is named and cannot be read
   */
  public static ConfigSources of(
      @Nullable String agentArguments,
      Map<String, String> systemProperties,
      Map<String, String> environment)
      throws ConfigException {
    String path = firstSet(agentArguments, systemProperties.get(FILE_PROPERTY));
    path = firstSet(path, environment.get(FILE_VARIABLE));
    ConfigFile file = path == null ? null : ConfigFile.read(path);
    return new ConfigSources(systemProperties, environment, file);
  }

  private static @Nullable String firstSet(@Nullable String first, @Nullable String second) {
    return first == null || first.isBlank()
        ? (second == null || second.isBlank() ? null : second)
        : first;
  }
}
