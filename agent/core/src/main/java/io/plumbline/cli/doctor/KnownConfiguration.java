package io.plumbline.cli.doctor;

import io.plumbline.config.AgentConfig;
import io.plumbline.config.ConfigException;
import io.plumbline.config.ConfigSources;
import io.plumbline.export.ExportOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a process, read from here as an agent would read it there now.
 *
 * @param config null when it is wrong
 * @param problem why; null when it is right
 */
record KnownConfiguration(@Nullable AgentConfig config, @Nullable String problem) {
  /**
   * @param arguments of the agent's flag; null without one
   */
  static KnownConfiguration of(ObservedProcess process, @Nullable String arguments) {
    ConfigSources sources =
        ConfigSources.of(
            arguments,
            process.properties(),
            process.environment(),
            file -> process.seen(file).toString());
    try {
      return new KnownConfiguration(AgentConfig.load(sources), null);
    } catch (ConfigException e) {
      return new KnownConfiguration(null, e.getMessage());
    }
  }

  @Nullable Path spoolDirectory(ObservedProcess process) {
    Path directory = config == null ? null : config.spool().directory();
    return directory == null ? null : process.seen(directory.toString());
  }

  /** As its agent has them, but for the files: those are seen from here. Null when not known. */
  @Nullable ExportOptions endpoints(ObservedProcess process) {
    return config == null
        ? null
        : ExportOptions.of(config.export()).withFiles(file -> process.seen(file.toString()));
  }
}
