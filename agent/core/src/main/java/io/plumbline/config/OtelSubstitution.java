package io.plumbline.config;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * References inside a text of OpenTelemetry's declarative configuration: {@code ${NAME}}, {@code
 * ${env:NAME}}, each also with a default; {@code $$} is one {@code $}. What is not set and has no
 * default is nothing.
 *
 * <p>Source: OpenTelemetry specification, configuration/data-model.md, environment variable
 * substitution.
 */
final class OtelSubstitution implements References {
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$\\{(?:env:)?(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<default>[^}\\n]*))?}"
              + "|\\$\\{[^}]+}");

  private final Map<String, String> environment;
  private final Set<String> used = new HashSet<>();

  OtelSubstitution(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Variables that the file asks for. */
  Set<String> used() {
    return used;
  }

  @Override
  public ConfigNode.Text resolve(String text, Origin origin) {
    if (text.indexOf('$') < 0) {
      return new ConfigNode.Text(text, origin);
    }
    // An escape ends what is looked at: what it stands for is never part of a reference.
    StringBuilder resolved = new StringBuilder();
    int from = 0;
    for (int at = text.indexOf("$$"); at >= 0; at = text.indexOf("$$", from)) {
      resolved.append(substituted(text.substring(from, at), origin)).append('$');
      from = at + 2;
    }
    resolved.append(substituted(text.substring(from), origin));
    return new ConfigNode.Text(resolved.toString(), text, false, origin);
  }

  private String substituted(String part, Origin origin) {
    return REFERENCE
        .matcher(part)
        .replaceAll(found -> Matcher.quoteReplacement(value((Matcher) found, origin)));
  }

  private String value(Matcher reference, Origin origin) {
    String name = reference.group("name");
    if (name == null) {
      throw InvalidValueException.at(
          origin, " has " + reference.group() + ", which is no reference; use ${NAME:-default}");
    }
    used.add(name);
    String value = environment.getOrDefault(name, "");
    String otherwise = reference.group("default");
    return value.isEmpty() && otherwise != null ? otherwise : value;
  }
}
