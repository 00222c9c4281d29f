package io.plumbline.startup;

import io.plumbline.config.AgentConfig;
import io.plumbline.config.ConfigException;
import io.plumbline.config.ConfigSources;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that the agent starts with.
 *
 * @param first as it was read then
 * @param again reads its files again; system properties and environment stay those of the start
 */
record ConfigStart(ConfigReading first, Supplier<ConfigSources> again) {

  /**
   * @param file null when the configuration names it, or there is none
   */
  static ConfigStart of(@Nullable String file) throws ConfigException {
    Map<String, String> properties = systemProperties();
    return of(() -> ConfigSources.of(file, properties, System.getenv()));
  }

  static ConfigStart of(Supplier<ConfigSources> again) throws ConfigException {
    return new ConfigStart(ConfigReading.of(again, again.get().files()), again);
  }

  private static Map<String, String> systemProperties() {
    Map<String, String> properties = new HashMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      properties.put(name, System.getProperty(name, ""));
    }
    return properties;
  }

  AgentConfig config() {
    return first.loaded().config();
  }

  /** What it was made from. */
  ConfigSources sources() {
    return first.sources();
  }
}
