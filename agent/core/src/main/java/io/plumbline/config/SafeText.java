package io.plumbline.config;

import java.util.Map;
import java.util.stream.Collectors;

/** A value as one would write it in one line, without what nobody is to see. */
final class SafeText {
  private static final String MASK = "***";

  private SafeText() {}

  static String of(ConfigOption<?> option, ConfigNode node) {
    if (option.type().equals(OptionTypes.HEADERS)) {
      return names(node);
    }
    return option.type().name().endsWith(OptionTypes.KEY_NAME) ? MASK : text(node);
  }

  /** Headers carry keys, in whichever way they are written. */
  private static String names(ConfigNode node) {
    Map<String, String> headers = OptionTypes.HEADERS.read(node);
    return headers.keySet().stream()
        .map(name -> name + ": " + MASK)
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String text(ConfigNode node) {
    if (node instanceof ConfigNode.Text text) {
      return text.isSecret() ? MASK : withoutUser(text.value().strip());
    }
    if (node instanceof ConfigNode.Items list) {
      return list.items().stream().map(SafeText::text).collect(Collectors.joining(", ", "[", "]"));
    }
    if (node instanceof ConfigNode.Entries mapping) {
      return mapping.entries().entrySet().stream()
          .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return "";
  }

  /** {@code http://user:password@host} is one way to send a password, a query another. */
  static String withoutUser(String text) {
    return text.replaceAll("(?<=://)[^/@\\s]*@", MASK + "@")
        .replaceAll("(?<=://)([^?\\s]*)\\?\\S*", "$1?" + MASK);
  }
}
