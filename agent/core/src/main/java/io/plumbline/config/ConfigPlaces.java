package io.plumbline.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where each value of a configuration's file stands, for whoever finds something out about a value
 * that was read long ago.
 */
public final class ConfigPlaces {
  private final Map<String, Position> places = new HashMap<>();

  private ConfigPlaces() {}

  /** Of a configuration that was loaded from {@code sources}; of none when there is no file. */
  public static ConfigPlaces of(ConfigSources sources) {
    ConfigPlaces all = new ConfigPlaces();
    ConfigFile file = sources.file();
    if (file != null) {
      References inTexts =
          new Substitution(sources.environment(), new ReferencedFiles(sources.place()));
      all.add(YamlReader.read(file, path -> ConfigSource.FILE, inTexts));
    }
    return all;
  }

  private void add(ConfigNode node) {
    Position position = node.origin().position();
    if (position != null) {
      places.put(node.origin().name(), position);
    }
    if (node instanceof ConfigNode.Entries entries) {
      entries.entries().values().forEach(this::add);
    } else if (node instanceof ConfigNode.Items items) {
      items.items().forEach(this::add);
    }
  }

  /**
   * @param name as in messages, {@code methods[0].prediction.label}
   * @return of what it is part of, when the value itself is not written; null when nothing is
   */
  public @Nullable Position of(String name) {
    for (String part = name; !part.isEmpty(); part = outer(part)) {
      Position position = places.get(part);
      if (position != null) {
        return position;
      }
    }
    return null;
  }

  private static String outer(String name) {
    return name.substring(0, Math.max(0, Math.max(name.lastIndexOf('.'), name.lastIndexOf('['))));
  }
}
