package io.plumbline.telemetry;

import java.util.ArrayList;
import java.util.List;

/** Lines of one rule, as YAML that people read: an expression of several lines is a block. */
final class RuleLayout {
  private final List<String> lines = new ArrayList<>();

  private RuleLayout() {}

  static RuleLayout of() {
    return new RuleLayout();
  }

  RuleLayout add(String line) {
    lines.add(line);
    return this;
  }

  RuleLayout expression(Promql expression) {
    if (!expression.text().contains("\n")) {
      return add("  expr: " + expression.text());
    }
    add("  expr: |");
    expression.text().lines().forEach(line -> add("    " + line));
    return this;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
