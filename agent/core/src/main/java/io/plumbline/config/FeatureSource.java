package io.plumbline.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where in a call the features are. */
public sealed interface FeatureSource {
  /**
   * One value that holds them all: an array, a map, a list, a record or a bean.
   *
   * @param names of an array's columns, in order; empty where the value tells them
   */
  record Whole(ValuePath path, List<String> names) implements FeatureSource {
    public Whole {
      names = List.copyOf(names);
    }

    @Override
    public List<String> namedFeatures() {
      return names;
    }
  }

  /** Each by its own path, in the order written. */
  record Each(Map<String, ValuePath> paths) implements FeatureSource {
    public Each {
      paths = Collections.unmodifiableMap(new LinkedHashMap<>(paths));
    }

    @Override
    public List<String> namedFeatures() {
      return List.copyOf(paths.keySet());
    }
  }

  /** Features that the configuration spells out: to name one is to allow its strings. */
  List<String> namedFeatures();

  OptionType<FeatureSource> TYPE =
      new OptionType<>(
          "path into a call, or map of names to paths",
          Shape.either(
              OptionTypes.VALUE_PATH.shape(), new Shape.ByName(OptionTypes.VALUE_PATH.shape())),
          node -> {
            if (node instanceof ConfigNode.Entries entries) {
              Map<String, ValuePath> paths = new LinkedHashMap<>();
              entries.entries().forEach((name, path) -> paths.put(name, inCall(path)));
              return new Each(paths);
            }
            return new Whole(inCall(node), List.of());
          });

  private static ValuePath inCall(ConfigNode node) {
    ValuePath path = OptionTypes.VALUE_PATH.read(node);
    if (path.needsResult()) {
      throw OptionType.invalid(node, "is no feature: features are read before the method returns");
    }
    return path;
  }
}
