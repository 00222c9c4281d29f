package io.plumbline.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads YAML 1.2 into {@link ConfigNode}s that know where they stand. Safe: text, lists and
 * mappings only; no tags, and bounds on size, depth and what aliases expand to.
 */
final class YamlReader {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_NODES = 50_000;
  private static final int MAX_ALIASES = 50;

  private static final Set<Tag> PLAIN_TAGS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP);

  private final ConfigFile file;
  private final Substitution substitution;
  private int nodes;

  private YamlReader(ConfigFile file, Substitution substitution) {
    this.file = file;
    this.substitution = substitution;
  }

  /**
   * @throws InvalidValueException when this is not YAML of that kind
   */
  static ConfigNode.Entries read(ConfigFile file, Map<String, String> environment) {
    return new YamlReader(file, new Substitution(environment)).read();
  }

  private ConfigNode.Entries read() {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file.name())
            .setCodePointLimit(ConfigFile.MAX_BYTES)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .build();
    try {
      checkDepth(settings);
      Optional<Node> root = new Compose(settings).composeString(file.text());
      return root.map(this::root).orElseGet(this::nothing);
    } catch (MarkedYamlEngineException e) {
      throw invalid(position(e.getProblemMark()), "not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw invalid(file.name() + ": ", "not YAML: " + e.getMessage());
    }
  }

  /** Before the tree is built, since building it is recursive. */
  private void checkDepth(LoadSettings settings) {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(file.text())) {
      switch (event.getEventId()) {
        case SequenceStart, MappingStart -> depth++;
        case SequenceEnd, MappingEnd -> depth--;
        default -> {}
      }
      if (depth > MAX_DEPTH) {
        throw invalid(position(event.getStartMark()), "nested deeper than " + MAX_DEPTH);
      }
    }
  }

  private ConfigNode.Entries root(Node node) {
    ConfigNode root = convert(node, "");
    if (root instanceof ConfigNode.Entries entries) {
      return entries;
    }
    if (root instanceof ConfigNode.Empty) {
      return nothing();
    }
    throw invalid(root.origin().position(), "expected keys such as \"service:\"");
  }

  private ConfigNode.Entries nothing() {
    return new ConfigNode.Entries(Map.of(), new Origin(ConfigSource.FILE, "", file.name() + ": "));
  }

  private ConfigNode convert(Node node, String path) {
    String position = position(node.getStartMark());
    if (node.isRecursive() || ++nodes > MAX_NODES) {
      throw invalid(position, "aliases expand to more than a configuration can hold");
    }
    if (!PLAIN_TAGS.contains(node.getTag())) {
      throw invalid(position, "tag " + node.getTag() + " is not allowed; write plain values");
    }
    Origin origin = new Origin(ConfigSource.FILE, path, position);
    if (node instanceof MappingNode mapping) {
      return entries(mapping, origin);
    }
    if (node instanceof SequenceNode sequence) {
      return items(sequence, origin);
    }
    return text((ScalarNode) node, origin);
  }

  private ConfigNode entries(MappingNode mapping, Origin origin) {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String position = position(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw invalid(position, "a key must be a word");
      }
      String name = key.getValue();
      ConfigNode value = convert(tuple.getValueNode(), join(origin.name(), name));
      if (entries.put(name, value) != null) {
        throw invalid(position, "key " + join(origin.name(), name) + " is there twice");
      }
    }
    return new ConfigNode.Entries(entries, origin);
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private ConfigNode items(SequenceNode sequence, Origin origin) {
    List<ConfigNode> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(convert(item, origin.name() + "[" + items.size() + "]"));
    }
    return new ConfigNode.Items(items, origin);
  }

  private ConfigNode text(ScalarNode scalar, Origin origin) {
    String value = scalar.getValue();
    if (scalar.isPlain() && (value.isEmpty() || value.equals("~") || value.equals("null"))) {
      return new ConfigNode.Empty(origin);
    }
    return new ConfigNode.Text(substitution.apply(value, origin), origin);
  }

  private String position(Optional<Mark> mark) {
    return mark.map(m -> file.name() + ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1) + ": ")
        .orElse(file.name() + ": ");
  }

  private static InvalidValueException invalid(String position, String problem) {
    return new InvalidValueException(position + problem);
  }
}
