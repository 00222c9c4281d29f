package io.plumbline.startup;

import io.plumbline.config.AgentConfig;
import io.plumbline.config.ConfigException;
import io.plumbline.config.ConfigSources;
import io.plumbline.config.LoadedConfig;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A configuration as it was read from its files.
 *
 * @param files what each of them held, looked at before it was read: an edit that came in between
 *     counts as a change that is still to be taken up, never as known
 */
record ConfigReading(LoadedConfig loaded, ConfigSources sources, Map<String, Long> files) {

  /**
   * @param sources reads the files anew
   * @param known names of files it may be made from; what else it names is found out
   */
  static ConfigReading of(Supplier<ConfigSources> sources, Set<String> known)
      throws ConfigException {
    Set<String> looked = new LinkedHashSet<>(known);
    while (true) {
      Map<String, Long> files = WatchedFiles.look(looked);
      ConfigSources read = sources.get();
      LoadedConfig loaded = LoadedConfig.load(read);
      Set<String> used = filesOf(read, loaded.config());
      if (looked.containsAll(used)) {
        files.keySet().retainAll(used);
        return new ConfigReading(loaded, read, files);
      }
      looked.addAll(used); // one was read before it was looked at: once more
    }
  }

  private static Set<String> filesOf(ConfigSources sources, AgentConfig config) {
    Set<String> names = new LinkedHashSet<>(sources.files());
    names.addAll(config.referencedFiles());
    ExportWay.files(config).stream().map(Path::toString).forEach(names::add);
    return names;
  }
}
