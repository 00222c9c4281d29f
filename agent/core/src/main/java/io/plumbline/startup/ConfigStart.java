package io.plumbline.startup;

import io.plumbline.config.AgentConfig;
import io.plumbline.config.ConfigException;
import io.plumbline.config.ConfigSources;
import io.plumbline.config.LoadedConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that the agent starts with.
 *
 * @param sources what it was made from
 * @param again reads its files again; system properties and environment stay those of the start
 */
record ConfigStart(LoadedConfig loaded, ConfigSources sources, Supplier<ConfigSources> again) {

  /**
   * @param file null when the configuration names it, or there is none
   */
  static ConfigStart of(@Nullable String file) throws ConfigException {
    Map<String, String> properties = systemProperties();
    Supplier<ConfigSources> again = () -> ConfigSources.of(file, properties, System.getenv());
    ConfigSources sources = again.get();
    return new ConfigStart(LoadedConfig.load(sources), sources, again);
  }

  private static Map<String, String> systemProperties() {
    Map<String, String> properties = new HashMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      properties.put(name, System.getProperty(name, ""));
    }
    return properties;
  }

  AgentConfig config() {
    return loaded.config();
  }
}
