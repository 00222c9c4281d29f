package io.plumbline.config;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A value as one would write it in one line, without what nobody is to see. */
final class SafeText {
  private static final String MASK = "***";
  private static final Pattern USER = Pattern.compile("(?<=://)[^/@\\s]*@");
  private static final Pattern QUERY = Pattern.compile("(?<=://)([^?\\s]*)\\?\\S*");

  private SafeText() {}

  @SuppressWarnings("ReferenceEquality") // the JVM's own comparison of records is slow to link
  static String of(ConfigOption<?> option, ConfigNode node) {
    if (option.type() == OptionTypes.HEADERS) {
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
    if (!text.contains("://")) {
      return text;
    }
    String withoutUser = USER.matcher(text).replaceAll(MASK + "@");
    return QUERY.matcher(withoutUser).replaceAll("$1?" + MASK);
  }
}
