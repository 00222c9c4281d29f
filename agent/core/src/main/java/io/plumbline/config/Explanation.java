package io.plumbline.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Every effective value and where it came from, for people and for machines. */
public final class Explanation {
  /** What is longer is cut, for people. */
  private static final int LONGEST = 60;

  private final List<EffectiveOption> options;
  private final List<String> warnings;

  private Explanation(List<EffectiveOption> options, List<String> warnings) {
    this.options = options;
    this.warnings = warnings;
  }

  public static Explanation of(LoadedConfig loaded) {
    return new Explanation(loaded.options().all(), loaded.config().warnings());
  }

  /** A table of keys, values and places; below it the warnings. */
  public String text() {
    int keys = options.stream().mapToInt(option -> option.key().length()).max().orElse(0);
    int values = options.stream().mapToInt(option -> shown(option).length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (EffectiveOption option : options) {
      String line = pad(option.key(), keys) + "  " + pad(shown(option), values);
      text.append((line + "  " + option.origin()).stripTrailing()).append('\n');
    }
    warnings.forEach(warning -> text.append("warning: ").append(warning).append('\n'));
    return text.toString().stripTrailing();
  }

  /** What others wrote must not steer a terminal. */
  private static String shown(EffectiveOption option) {
    String value = Objects.requireNonNullElse(option.value(), "-").replaceAll("\\p{Cntrl}+", " ");
    return value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  /** {@code {options: [{key, value, origin, live}], warnings: […]}}. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("options", options.stream().map(Explanation::json).toList());
    json.put("warnings", warnings);
    return json;
  }

  private static Map<String, Object> json(EffectiveOption option) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", option.key());
    if (option.value() != null) {
      json.put("value", option.value());
    }
    json.put("origin", option.origin());
    json.put("live", option.isLive());
    return json;
  }
}
