package io.plumbline.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What OpenTelemetry's own settings say of our options: {@code -Dotel.*} and {@code OTEL_*}, or the
 * declarative configuration that takes their place.
 */
final class OtelSettings {
  private final ConfigSources sources;
  private final @Nullable OtelFile file;
  private final Map<String, ConfigNode> ours;

  private OtelSettings(
      ConfigSources sources, @Nullable OtelFile file, Map<String, ConfigNode> ours) {
    this.sources = sources;
    this.file = file;
    this.ours = ours;
  }

  /**
   * @param ownEndpoint whether Plumbline's own settings say where all data goes: then a declarative
   *     configuration that cannot be read is passed over; else data would go somewhere else than is
   *     meant
   * @throws InvalidValueException for a file that cannot be read, or an unknown key of ours in it
   */
  static OtelSettings read(
      ConfigSources sources,
      List<ConfigOption<?>> options,
      boolean ownEndpoint,
      Consumer<String> warnings) {
    OtelFile file = null;
    if (sources.otelFile() != null) {
      try {
        file = OtelFile.read(sources.otelFile(), sources.environment());
        file.warnings().forEach(warnings);
      } catch (InvalidValueException e) {
        if (!ownEndpoint) {
          throw e;
        }
        warnings.accept(e.getMessage() + "; " + ConfigSources.OTEL_FILE_VARIABLE + " is ignored");
      }
    }
    if (file == null) {
      return new OtelSettings(sources, null, Map.of());
    }
    OtelSettings settings = new OtelSettings(sources, file, file.ours(options));
    settings.warnOfIneffective(options, file.usedVariables(), warnings);
    return settings;
  }

  private void warnOfIneffective(
      List<ConfigOption<?>> options, Set<String> used, Consumer<String> warnings) {
    Set<String> names = new TreeSet<>(SharedVariables.NAMES);
    for (ConfigOption<?> option : options) {
      OtelVariable<?> variable = option.otel();
      if (variable != null) {
        names.add(variable.name());
      }
    }
    List<String> ineffective = new ArrayList<>();
    for (String name : names) {
      if (property(name) != null) {
        ineffective.add("-D" + OtelVariable.propertyOf(name));
      }
      if (variable(name) != null && !used.contains(name)) {
        ineffective.add(name);
      }
    }
    if (!ineffective.isEmpty()) {
      warnings.accept(
          String.join(", ", ineffective)
              + (ineffective.size() == 1 ? " has" : " have")
              + " no effect: "
              + ConfigSources.OTEL_FILE_VARIABLE
              + " takes the place of all such settings");
    }
  }

  /** Whether a declarative configuration is in force. */
  boolean isFile() {
    return file != null;
  }

  /**
   * An option of ours that stands below {@code distribution: plumbline:}; null when it does not.
   */
  @Nullable ConfigNode ours(ConfigOption<?> option) {
    return ours.get(option.key());
  }

  /** What is said of an option, the winner first; to be read with the type of its variable. */
  List<ConfigNode> of(ConfigOption<?> option) {
    OtelVariable<?> variable = option.otel();
    List<ConfigNode> said = new ArrayList<>();
    if (variable == null) {
      return said;
    }
    if (file != null) {
      add(said, file.values().get(option.key()));
      return said;
    }
    String name = variable.name();
    String shown = "-D" + OtelVariable.propertyOf(name);
    add(said, node(ConfigSource.OTEL_PROPERTY, shown, property(name)));
    add(said, node(ConfigSource.OTEL_ENVIRONMENT, name, variable(name)));
    return said;
  }

  private static void add(List<ConfigNode> nodes, @Nullable ConfigNode node) {
    if (node != null && !(node instanceof ConfigNode.Empty)) {
      nodes.add(node);
    }
  }

  private static ConfigNode.@Nullable Text node(
      ConfigSource source, String name, @Nullable String value) {
    return value == null ? null : new ConfigNode.Text(value, Origin.of(source, name));
  }

  /** A variable that is no option of ours; null when it is not set. */
  @Nullable String value(String variable) {
    String value = property(variable);
    return value == null ? variable(variable) : value;
  }

  private @Nullable String property(String variable) {
    return ifSet(sources.systemProperties().get(OtelVariable.propertyOf(variable)));
  }

  private @Nullable String variable(String name) {
    return ifSet(sources.environment().get(name));
  }

  /** Set to nothing is not set, as the specification says. */
  private static @Nullable String ifSet(@Nullable String value) {
    return value == null || value.isBlank() ? null : value;
  }
}
