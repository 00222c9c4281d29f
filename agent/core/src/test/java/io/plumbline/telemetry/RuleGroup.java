package io.plumbline.telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * Rules that are evaluated one after the other: each sees what those above it recorded.
 *
 * @param interval such as {@code 1m}; empty: as prometheus.yml says
 */
record RuleGroup(String name, String interval, List<PrometheusRule> rules) {
  RuleGroup {
    if (!name.matches("plumbline-[a-z-]+")) {
      throw new IllegalArgumentException("A group is plumbline-…, not " + name);
    }
    rules = List.copyOf(rules);
  }

  static RuleGroup of(String name, PrometheusRule... rules) {
    return new RuleGroup(name, "", List.of(rules));
  }

  static RuleGroup every(String interval, String name, PrometheusRule... rules) {
    return new RuleGroup(name, interval, List.of(rules));
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("  - name: " + name);
    if (!interval.isEmpty()) {
      lines.add("    interval: " + interval);
    }
    lines.add("    rules:");
    for (PrometheusRule rule : rules) {
      rule.comment().forEach(line -> lines.add("      # " + line));
      rule.lines().forEach(line -> lines.add("      " + line));
    }
    return lines;
  }
}
