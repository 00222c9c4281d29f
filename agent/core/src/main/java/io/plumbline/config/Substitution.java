package io.plumbline.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * References to environment variables and files inside a text of {@code plumbline.yaml}, with or
 * without a default; see {@link #REFERENCE}.
 */
final class Substitution implements References {
  // ${env:NAME}, ${file:PATH}, each with :-default; $${ stands for the characters ${ themselves.
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$\\$\\{"
              + "|\\$\\{env:(?<env>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<envDefault>[^}]*))?}"
              + "|\\$\\{file:(?<file>[^}]+?)(?::-(?<fileDefault>[^}]*))?}"
              + "|\\$\\{");

  private final Map<String, String> environment;
  private final ReferencedFiles files;

  Substitution(Map<String, String> environment, ReferencedFiles files) {
    this.environment = environment;
    this.files = files;
  }

  @Override
  public ConfigNode.Text resolve(String text, Origin origin) {
    if (text.indexOf('$') < 0) {
      return new ConfigNode.Text(text, origin);
    }
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder resolved = new StringBuilder();
    boolean isSecret = false;
    while (matcher.find()) {
      isSecret |= matcher.group("file") != null;
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(replacement(matcher, origin)));
    }
    matcher.appendTail(resolved);
    return new ConfigNode.Text(resolved.toString(), text, isSecret, origin);
  }

  private String replacement(Matcher reference, Origin origin) {
    if (reference.group().equals("$${")) {
      return "${";
    }
    String variable = reference.group("env");
    if (variable != null) {
      String value = environment.getOrDefault(variable, "");
      return orElse(
          value.isEmpty() ? null : value,
          reference.group("envDefault"),
          "environment variable " + variable + ", which is not set",
          "env:" + variable,
          origin);
    }
    String file = reference.group("file");
    if (file != null) {
      return orElse(
          files.text(file, origin),
          reference.group("fileDefault"),
          "file " + file + ", which is not there or empty",
          "file:" + file,
          origin);
    }
    throw InvalidValueException.at(
        origin,
        " has a ${ that is not understood; use ${env:NAME} or ${file:PATH}, each also with"
            + " :-default, or write $${ for the characters themselves");
  }

  private static String orElse(
      @Nullable String value,
      @Nullable String otherwise,
      String missing,
      String reference,
      Origin origin) {
    if (value != null) {
      return value;
    }
    if (otherwise == null) {
      throw InvalidValueException.at(
          origin, " needs the " + missing + "; set it or write ${" + reference + ":-default}");
    }
    return otherwise;
  }
}
