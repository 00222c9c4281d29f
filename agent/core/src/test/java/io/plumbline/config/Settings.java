package io.plumbline.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an operator wrote, for a test to load. */
final class Settings {
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private @Nullable String yaml;
  private @Nullable String otelYaml;

  private Settings() {}

  static Settings none() {
    return new Settings();
  }

  static Settings yaml(String text) {
    Settings settings = new Settings();
    settings.yaml = text;
    return settings;
  }

  /** As {@link #yaml}. */
  Settings yamlFile(String text) {
    yaml = text;
    return this;
  }

  /** What {@code OTEL_CONFIG_FILE} names. */
  Settings otelFile(String text) {
    otelYaml = text;
    return this;
  }

  Settings property(String name, String value) {
    properties.put(name, value);
    return this;
  }

  Settings env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  ConfigSources sources() {
    ConfigFile file = yaml == null ? null : new ConfigFile("plumbline.yaml", yaml);
    ConfigFile otelFile = otelYaml == null ? null : new ConfigFile("otel.yaml", otelYaml);
    return new ConfigSources(properties, environment, file, otelFile);
  }

  AgentConfig load() {
    try {
      return AgentConfig.load(sources());
    } catch (ConfigException e) {
      throw new AssertionError("refused: " + e.getMessage(), e);
    }
  }

  /** The line that refuses it. */
  String refusal() {
    try {
      AgentConfig accepted = AgentConfig.load(sources());
      throw new AssertionError("accepted: " + accepted);
    } catch (ConfigException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
