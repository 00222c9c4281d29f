package io.plumbline.telemetry;

import java.util.Locale;
import java.util.regex.Pattern;

/** How tightly operators of PromQL bind: what is put together is to be read as it was meant. */
enum Binding {
  OR("or"),
  AND("and|unless"),
  COMPARISON("[><]=?|[=!]="),
  SUM("[+-]"),
  PRODUCT("[*/]"),
  /** No operator: a series, a call, or what stands in parentheses. */
  WHOLE("(?!)");

  private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
  private static final Pattern ENCLOSED = Pattern.compile("\\([^()]*\\)|\\{[^{}]*}|\\[[^]]*]");

  private final Pattern operator;

  Binding(String operators) {
    operator = Pattern.compile("\\s(" + operators + ")\\s");
  }

  /** Of the loosest operator outside parentheses. */
  static Binding of(String expression) {
    String outside = STRING.matcher(expression).replaceAll("");
    for (String before = ""; !before.equals(outside); ) {
      before = outside;
      outside = ENCLOSED.matcher(outside).replaceAll("_");
    }
    for (Binding binding : values()) {
      if (binding.operator.matcher(" " + outside + " ").find()) {
        return binding;
      }
    }
    return WHOLE;
  }

  /**
   * @throws IllegalArgumentException when a part would be torn apart
   */
  static void require(String left, String operator, String right) {
    Binding binding = of("_ " + operator.strip() + " _");
    refuse(of(left).compareTo(binding) < 0, left, operator);
    refuse(of(right).compareTo(binding) <= 0, right, operator);
  }

  private static void refuse(boolean torn, String part, String operator) {
    if (torn) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "'%s' would tear apart %s: put it in parentheses", operator, part));
    }
  }
}
