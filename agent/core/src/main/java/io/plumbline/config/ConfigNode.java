package io.plumbline.config;

import java.util.List;
import java.util.Map;

/** A value as it was written, before it has a type. */
sealed interface ConfigNode {
  Origin origin();

  /**
   * @param written with its references, as {@code Bearer ${file:/run/secrets/token}}
   * @param isSecret a file was put in, which nobody is to see
   */
  record Text(String value, String written, boolean isSecret, Origin origin) implements ConfigNode {
    Text(String value, Origin origin) {
      this(value, value, false, origin);
    }
  }

  record Items(List<ConfigNode> items, Origin origin) implements ConfigNode {}

  /**
   * @param entries in the order written
   * @param keys where each key stands
   */
  record Entries(Map<String, ConfigNode> entries, Map<String, Position> keys, Origin origin)
      implements ConfigNode {}

  /** Nothing after the colon: as if the key were not there. */
  record Empty(Origin origin) implements ConfigNode {}
}
