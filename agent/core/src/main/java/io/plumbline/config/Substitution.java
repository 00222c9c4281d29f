package io.plumbline.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * References to environment variables inside a text of the file, with or without a default; see
 * {@link #REFERENCE}. What is put in is never read as YAML.
 */
final class Substitution {
  // ${env:NAME}, ${env:NAME:-default}; $${ stands for the characters ${ themselves.
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$\\{|\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}|\\$\\{");

  private final Map<String, String> environment;

  Substitution(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * @throws InvalidValueException for a variable that is not set and has no default
   */
  String apply(String text, Origin origin) {
    if (text.indexOf('$') < 0) {
      return text;
    }
    Matcher matcher = REFERENCE.matcher(text);
    return matcher.replaceAll(found -> Matcher.quoteReplacement(replacement(matcher, origin)));
  }

  private String replacement(Matcher reference, Origin origin) {
    if (reference.group().equals("$${")) {
      return "${";
    }
    String name = reference.group(1);
    if (name == null) {
      throw new InvalidValueException(
          origin.where()
              + " has a ${ that is not understood; use ${env:NAME} or ${env:NAME:-default},"
              + " or write $${ for the characters themselves");
    }
    String value = environment.getOrDefault(name, "");
    String otherwise = reference.group(2);
    if (value.isEmpty() && otherwise == null) {
      throw new InvalidValueException(
          origin.where()
              + " needs the environment variable "
              + name
              + ", which is not set; set it or write ${env:"
              + name
              + ":-default}");
    }
    return value.isEmpty() ? otherwise : value;
  }
}
