package io.plumbline.config;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All that a configuration is made from, as plain values.
 *
 * @param file null when none is named: Plumbline never looks for one by itself
 * @param otelFile OpenTelemetry's declarative configuration; null when none is named
 * @param place where a file that is named is to be read: the name itself, unless one looks at
 *     another process
 */
public record ConfigSources(
    Map<String, String> systemProperties,
    Map<String, String> environment,
    @Nullable ConfigFile file,
    @Nullable ConfigFile otelFile,
    UnaryOperator<String> place) {
  static final String FILE_PROPERTY = "plumbline.config";
  static final String FILE_VARIABLE = "PLUMBLINE_CONFIG";
  static final String OTEL_FILE_PROPERTY = "otel.config.file";
  static final String OTEL_FILE_VARIABLE = "OTEL_CONFIG_FILE";

  public ConfigSources {
    systemProperties = Map.copyOf(systemProperties);
    environment = Map.copyOf(environment);
  }

  public ConfigSources(
      Map<String, String> systemProperties,
      Map<String, String> environment,
      @Nullable ConfigFile file,
      @Nullable ConfigFile otelFile) {
    this(systemProperties, environment, file, otelFile, UnaryOperator.identity());
  }

  /**
   * @param agentArguments what stands after {@code -javaagent:plumbline.jar=}: the path of the
   *     file; where empty, {@code -Dplumbline.config} or {@code PLUMBLINE_CONFIG} may name it
   */
  public static ConfigSources of(
      @Nullable String agentArguments,
      Map<String, String> systemProperties,
      Map<String, String> environment) {
    return of(agentArguments, systemProperties, environment, UnaryOperator.identity());
  }

  /** Of another process, whose files are seen from here at {@code place}. */
  public static ConfigSources of(
      @Nullable String agentArguments,
      Map<String, String> systemProperties,
      Map<String, String> environment,
      UnaryOperator<String> place) {
    String path = firstSet(agentArguments, systemProperties.get(FILE_PROPERTY));
    path = firstSet(path, environment.get(FILE_VARIABLE));
    String otel =
        firstSet(systemProperties.get(OTEL_FILE_PROPERTY), environment.get(OTEL_FILE_VARIABLE));
    return new ConfigSources(
        systemProperties, environment, read(path, place), read(otel, place), place);
  }

  /** Files that were read for it, by name. */
  public Set<String> files() {
    Set<String> names = new LinkedHashSet<>();
    for (ConfigFile each : new ConfigFile[] {file, otelFile}) {
      if (each != null) {
        names.add(each.name());
      }
    }
    return names;
  }

  private static @Nullable ConfigFile read(@Nullable String path, UnaryOperator<String> place) {
    return path == null ? null : ConfigFile.read(path, place.apply(path));
  }

  private static @Nullable String firstSet(@Nullable String first, @Nullable String second) {
    return first == null || first.isBlank()
        ? (second == null || second.isBlank() ? null : second)
        : first;
  }
}
