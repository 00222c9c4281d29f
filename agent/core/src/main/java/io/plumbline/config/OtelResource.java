package io.plumbline.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part {@code resource} of a declarative configuration. */
final class OtelResource {
  private final OtelTree tree;
  private final List<String> warnings;
  private final Map<String, ConfigNode> attributes = new LinkedHashMap<>();
  private boolean isNameDetected;

  OtelResource(OtelTree tree, List<String> warnings) {
    this.tree = tree;
    this.warnings = warnings;
  }

  /**
   * @param detectedName {@code OTEL_SERVICE_NAME}, for the detector {@code service}; null when not
   *     set
   * @return a mapping; null where nothing is said
   */
  @Nullable ConfigNode attributes(@Nullable ConfigNode resource, @Nullable String detectedName) {
    if (resource == null) {
      return null;
    }
    readEach(tree.get(resource, "attributes"));
    readList(tree.take(resource, "attributes_list"));
    ConfigNode detector = serviceDetector(resource);
    if (detector != null) {
      isNameDetected = true;
      if (detectedName != null && !detectedName.isBlank()) {
        attributes.putIfAbsent(
            "service.name", new ConfigNode.Text(detectedName, detector.origin()));
      }
    }
    return attributes.isEmpty()
        ? null
        : new ConfigNode.Entries(attributes, Map.of(), resource.origin());
  }

  /** Whether the name of the service is asked of the environment. */
  boolean isNameDetected() {
    return isNameDetected;
  }

  private void readEach(@Nullable ConfigNode list) {
    for (ConfigNode item : OtelTree.items(list)) {
      ConfigNode name = tree.take(item, "name");
      ConfigNode value = tree.take(item, "value");
      tree.take(item, "type");
      if (name instanceof ConfigNode.Text text && value instanceof ConfigNode.Text) {
        attributes.put(text.value(), value);
      } else if (value != null) {
        warnings.add(value.origin().where() + " is no single value; the attribute is left out");
      }
    }
  }

  private void readList(@Nullable ConfigNode list) {
    if (!(list instanceof ConfigNode.Text text) || text.value().isBlank()) {
      return;
    }
    Map<String, String> pairs = Percent.pairs(text.value());
    if (pairs == null) {
      warnings.add(list.origin().where() + " is not a list such as a=1,b=2; it is ignored");
      return;
    }
    pairs.forEach(
        (name, value) -> attributes.putIfAbsent(name, new ConfigNode.Text(value, list.origin())));
  }

  /** Says that the name of the service is that of the environment. */
  private @Nullable ConfigNode serviceDetector(ConfigNode resource) {
    ConfigNode detection = tree.get(resource, "detection");
    if (detection == null) {
      detection = tree.get(resource, "detection/development");
    }
    for (ConfigNode detector : OtelTree.items(tree.get(detection, "detectors"))) {
      if (OtelTree.entries(detector).containsKey("service")) {
        tree.understood(detector);
        return detector;
      }
    }
    return null;
  }
}
