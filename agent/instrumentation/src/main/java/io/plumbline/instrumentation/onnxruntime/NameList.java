package io.plumbline.instrumentation.onnxruntime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names of features or classes in a model's custom metadata. No convention exists, so only what
 * cannot be anything else is taken: a JSON array of plain strings, or words between commas.
 */
final class NameList {
  private NameList() {}

  /**
   * The first of {@code keys} that holds a list of names.
   *
   * @return empty when none does
   */
  static List<String> find(Map<String, String> metadata, String... keys) {
    for (String key : keys) {
      List<String> names = parse(metadata.getOrDefault(key, "").strip());
      if (!names.isEmpty()) {
        return names;
      }
    }
    return List.of();
  }

  private static List<String> parse(String text) {
    boolean json = text.startsWith("[") && text.endsWith("]");
    String list = json ? text.substring(1, text.length() - 1) : text;
    List<String> names = new ArrayList<>();
    for (String part : list.split(",", -1)) {
      String name = json ? unquoted(part.strip()) : part.strip();
      if (name == null || !isPlain(name)) {
        return List.of();
      }
      names.add(name);
    }
    return json || names.size() > 1 ? names : List.of();
  }

  private static @Nullable String unquoted(String part) {
    boolean quoted = part.length() > 2 && part.startsWith("\"") && part.endsWith("\"");
    return quoted ? part.substring(1, part.length() - 1) : null;
  }

  private static boolean isPlain(String name) {
    return !name.isEmpty() && name.chars().noneMatch(c -> "\"\\{}[]:".indexOf(c) >= 0);
  }
}
