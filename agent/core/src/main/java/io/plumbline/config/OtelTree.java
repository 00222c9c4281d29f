package io.plumbline.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A tree of which we understand a part, and remember which. */
final class OtelTree {
  private final Set<ConfigNode> understood = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<ConfigNode> entered = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The value of a key; null when it is not there or is nothing. */
  @Nullable ConfigNode get(@Nullable ConfigNode parent, String key) {
    ConfigNode child =
        parent instanceof ConfigNode.Entries entries ? entries.entries().get(key) : null;
    return child == null || child instanceof ConfigNode.Empty ? null : child;
  }

  /** As {@link #get}, of what is going to be used as a value. */
  @Nullable ConfigNode take(@Nullable ConfigNode parent, String key) {
    ConfigNode child = get(parent, key);
    if (child != null) {
      understood.add(child);
    }
    return child;
  }

  /** As {@link #take}, of the first key that is there. */
  @Nullable ConfigNode takeFirst(@Nullable ConfigNode parent, String... keys) {
    for (String key : keys) {
      ConfigNode child = take(parent, key);
      if (child != null) {
        return child;
      }
    }
    return null;
  }

  /** The node, with all below it. */
  void understood(ConfigNode node) {
    understood.add(node);
  }

  /** The node itself, whatever becomes of what is below it. */
  void entered(ConfigNode node) {
    entered.add(node);
  }

  /** The items of a list; none for anything else. */
  static List<ConfigNode> items(@Nullable ConfigNode node) {
    return node instanceof ConfigNode.Items list ? list.items() : List.of();
  }

  /** A mapping's keys with their values; none for anything else. */
  static Map<String, ConfigNode> entries(@Nullable ConfigNode node) {
    return node instanceof ConfigNode.Entries mapping ? mapping.entries() : Map.of();
  }

  /** The highest nodes of which nothing was understood, by their place in the file. */
  List<String> ignored(ConfigNode root) {
    List<String> names = new ArrayList<>();
    addIgnored(root, names);
    return names;
  }

  private void addIgnored(ConfigNode node, List<String> names) {
    if (understood.contains(node) || node instanceof ConfigNode.Empty) {
      return;
    }
    if (!isPartlyUnderstood(node)) {
      names.add(node.origin().name());
      return;
    }
    children(node).forEach(child -> addIgnored(child, names));
  }

  private boolean isPartlyUnderstood(ConfigNode node) {
    return understood.contains(node)
        || entered.contains(node)
        || children(node).stream().anyMatch(this::isPartlyUnderstood);
  }

  private static List<ConfigNode> children(ConfigNode node) {
    return node instanceof ConfigNode.Entries mapping
        ? List.copyOf(mapping.entries().values())
        : items(node);
  }
}
