package io.plumbline.config;

/**
 * A configuration, and where each of its values was written.
 *
 * @param config typed
 * @param options for people to read
 */
public record LoadedConfig(AgentConfig config, EffectiveOptions options) {

  /**
   * @throws ConfigException for what is wrong, in one line
   */
  public static LoadedConfig load(ConfigSources sources) throws ConfigException {
    try {
      ResolvedOptions resolved = new ResolvedOptions(sources, ConfigOptions.ALL);
      AgentConfig config = AgentConfig.of(resolved, sources);
      return new LoadedConfig(config, EffectiveOptions.of(resolved, config));
    } catch (InvalidValueException e) {
      throw new ConfigException(e);
    }
  }

  /** This one, but for what can only change at a start: there, {@code first} stays. */
  public LoadedConfig over(LoadedConfig first) {
    return new LoadedConfig(config.over(first.config), options.over(first.options));
  }
}
