package io.plumbline.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the options of a group in a mapping of the file. Keys with dots are nested mappings; a key
 * that no option has is an error.
 */
final class ConfigSection {
  private final List<ConfigOption<?>> options;

  ConfigSection(List<ConfigOption<?>> options) {
    this.options = options;
  }

  /** By key. */
  Map<String, ConfigNode> find(ConfigNode.Entries root) {
    Map<String, ConfigNode> found = new LinkedHashMap<>();
    find(root, "", found);
    return found;
  }

  private void find(ConfigNode.Entries mapping, String prefix, Map<String, ConfigNode> found) {
    mapping
        .entries()
        .forEach(
            (name, value) -> {
              String key = prefix + name;
              if (name.contains(".")) {
                throw unknown(prefix, name, mapping);
              } else if (isOption(key)) {
                found.put(key, value);
              } else if (isPrefix(key + ".") && value instanceof ConfigNode.Entries nested) {
                find(nested, key + ".", found);
              } else if (isPrefix(key + ".")) {
                requireEmpty(key, value);
              } else {
                throw unknown(prefix, name, mapping);
              }
            });
  }

  private void requireEmpty(String key, ConfigNode value) {
    if (!(value instanceof ConfigNode.Empty)) {
      throw OptionType.invalid(
          value, "is not a value; write keys below it: " + String.join(", ", children(key + ".")));
    }
  }

  private InvalidValueException unknown(String prefix, String name, ConfigNode.Entries mapping) {
    String parent = mapping.origin().name();
    String key = (parent.isEmpty() ? "" : parent + ".") + OptionType.shortened(name);
    return new InvalidValueException(
        mapping.keys().get(name), "unknown key " + key + suggestion(prefix, name));
  }

  private String suggestion(String prefix, String name) {
    if (name.contains(".") && (isOption(prefix + name) || isPrefix(prefix + name + "."))) {
      return "; each dot is a level: "
          + name.replaceAll("\\.([^.]+)", ": {$1")
          + ": …"
          + "}".repeat(dots(name));
    }
    Set<String> near = children(prefix);
    String suggestion = Suggestion.of(name, near);
    if (suggestion.isEmpty()) {
      suggestion = elsewhere(name);
    }
    return suggestion.isEmpty() ? "; known here: " + String.join(", ", near) : suggestion;
  }

  private static int dots(String name) {
    return (int) name.chars().filter(c -> c == '.').count();
  }

  /** The key is right but stands in the wrong place. */
  private String elsewhere(String name) {
    return options.stream()
        .map(ConfigOption::key)
        .filter(key -> key.endsWith("." + name))
        .findFirst()
        .map(key -> "; did you mean " + key + "?")
        .orElse("");
  }

  private boolean isOption(String key) {
    return options.stream().anyMatch(option -> option.key().equals(key));
  }

  private boolean isPrefix(String prefix) {
    return options.stream().anyMatch(option -> option.key().startsWith(prefix));
  }

  private Set<String> children(String prefix) {
    Set<String> children = new TreeSet<>();
    for (ConfigOption<?> option : options) {
      if (option.key().startsWith(prefix)) {
        String rest = option.key().substring(prefix.length());
        int dot = rest.indexOf('.');
        children.add(dot < 0 ? rest : rest.substring(0, dot));
      }
    }
    return children;
  }
}
