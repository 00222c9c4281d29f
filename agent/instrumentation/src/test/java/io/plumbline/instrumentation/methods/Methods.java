package io.plumbline.instrumentation.methods;

import io.plumbline.config.AgentConfig;
import io.plumbline.config.ConfigException;
import io.plumbline.config.ConfigFile;
import io.plumbline.config.ConfigSources;
import io.plumbline.intercept.InferenceInstrumentation;
import java.util.Map;

/** Instrumentations as the file calls for them. */
public final class Methods {
  private Methods() {}

  public static InferenceInstrumentation[] of(String yaml) {
    return new ConfiguredMethods().of(config(yaml)).toArray(InferenceInstrumentation[]::new);
  }

  static AgentConfig config(String yaml) {
    ConfigFile file = new ConfigFile("plumbline.yaml", yaml);
    try {
      return AgentConfig.load(new ConfigSources(Map.of(), Map.of(), file, null));
    } catch (ConfigException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }
}
