package io.plumbline.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
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
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.ENV_TAG, Tag.SEQ, Tag.MAP);

  private final ConfigFile file;
  private final Function<String, ConfigSource> source;
  private final References references;
  private int nodes;

  private YamlReader(
      ConfigFile file, Function<String, ConfigSource> source, References references) {
    this.file = file;
    this.source = source;
    this.references = references;
  }

  /**
   * @param source what a value counts as, by its place in the file
   * @throws InvalidValueException when this is not YAML of that kind
   */
  static ConfigNode.Entries read(
      ConfigFile file, Function<String, ConfigSource> source, References references) {
    return new YamlReader(file, source, references).read();
  }

  private ConfigNode.Entries read() {
    if (file.problem() != null) {
      throw new InvalidValueException(file.problem());
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file.name())
            // The whole text at once: 2.10 fails where a pair of surrogates crosses two buffers.
            .setBufferSize(file.text().length() + 1)
            .setCodePointLimit(ConfigFile.MAX_BYTES)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .build();
    try {
      checkSize(settings);
      Optional<Node> root = new Compose(settings).composeString(file.text());
      return root.map(this::root).orElseGet(this::nothing);
    } catch (MarkedYamlEngineException e) {
      throw invalid(position(e.getProblemMark()), "not YAML: " + e.getProblem());
    } catch (ReaderException e) {
      String character = String.format("U+%04X", e.getCodePoint());
      throw invalid(position(e.getPosition()), "not YAML: the character " + character);
    } catch (YamlEngineException e) {
      throw invalid(start(), "not YAML: " + e.getMessage());
    }
  }

  /** Before the tree is built, since building it is recursive. */
  private void checkSize(LoadSettings settings) {
    int depth = 0;
    int values = 0;
    for (Event event : new Parse(settings).parseString(file.text())) {
      switch (event.getEventId()) {
        case Scalar, Alias -> values++;
        case SequenceStart, MappingStart -> depth++;
        case SequenceEnd, MappingEnd -> depth--;
        default -> {}
      }
      if (depth > MAX_DEPTH) {
        throw invalid(position(event.getStartMark()), "nested deeper than " + MAX_DEPTH);
      }
      if (values > 2 * MAX_NODES) { // keys are values too
        throw tooMany(position(event.getStartMark()));
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
    throw new InvalidValueException(root.origin().position(), "expected keys such as \"service:\"");
  }

  private ConfigNode.Entries nothing() {
    return new ConfigNode.Entries(Map.of(), Map.of(), new Origin(source.apply(""), "", start()));
  }

  private ConfigNode convert(Node node, String path) {
    Position position = position(node.getStartMark());
    if (node.isRecursive() || ++nodes > MAX_NODES) {
      throw tooMany(position);
    }
    if (!PLAIN_TAGS.contains(node.getTag())) {
      throw invalid(position, "tag " + node.getTag() + " is not allowed; write plain values");
    }
    Origin origin = new Origin(source.apply(path), path, position);
    if (node instanceof MappingNode mapping) {
      return entries(mapping, origin);
    }
    if (node instanceof SequenceNode sequence) {
      return items(sequence, origin);
    }
    return text((ScalarNode) node, origin);
  }

  private static InvalidValueException tooMany(Position position) {
    return invalid(position, "more than " + MAX_NODES + " values, aliases expanded");
  }

  private ConfigNode entries(MappingNode mapping, Origin origin) {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    Map<String, Position> keys = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Position position = position(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw invalid(position, "a key must be a word");
      }
      String name = key.getValue();
      ConfigNode value = convert(tuple.getValueNode(), join(origin.name(), name));
      if (entries.put(name, value) != null) {
        throw invalid(position, "key " + join(origin.name(), name) + " is there twice");
      }
      keys.put(name, position);
    }
    return new ConfigNode.Entries(entries, keys, origin);
  }

  private static String join(String path, String name) {
    String shown = OptionType.shortened(name);
    return path.isEmpty() ? shown : path + "." + shown;
  }

  private ConfigNode items(SequenceNode sequence, Origin origin) {
    List<ConfigNode> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(convert(item, origin.name() + "[" + items.size() + "]"));
    }
    return new ConfigNode.Items(items, origin);
  }

  private ConfigNode text(ScalarNode scalar, Origin origin) {
    ConfigNode.Text text = references.resolve(scalar.getValue(), origin);
    String value = text.value();
    boolean isNothing = value.isEmpty() || value.equals("~") || value.equals("null");
    return scalar.isPlain() && isNothing ? new ConfigNode.Empty(origin) : text;
  }

  private Position position(Optional<Mark> mark) {
    return mark.map(m -> new Position(file.name(), m.getLine() + 1, m.getColumn() + 1))
        .orElseGet(this::start);
  }

  /** Of the character at an index of the text. */
  private Position position(int index) {
    String before = file.text().substring(0, Math.min(index, file.text().length()));
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    return new Position(file.name(), line, before.length() - before.lastIndexOf('\n'));
  }

  private Position start() {
    return new Position(file.name(), 1, 1);
  }

  private static InvalidValueException invalid(Position position, String problem) {
    return new InvalidValueException(position, problem);
  }
}
