package io.plumbline.config;

import java.util.List;
import java.util.Map;

/** A value as it was written, before it has a type. */
sealed interface ConfigNode {
  Origin origin();

  record Text(String value, Origin origin) implements ConfigNode {}

  record Items(List<ConfigNode> items, Origin origin) implements ConfigNode {}

  /**
   * @param entries in the order written
   */
  record Entries(Map<String, ConfigNode> entries, Origin origin) implements ConfigNode {}

  /** Nothing after the colon: as if the key were not there. */
  record Empty(Origin origin) implements ConfigNode {}
}
