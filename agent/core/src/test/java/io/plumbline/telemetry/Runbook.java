package io.plumbline.telemetry;

import java.util.Set;
import java.util.stream.Collectors;

/** collector-config/RUNBOOK.md: what to do about each alert. */
record Runbook(Set<String> sections) {
  static final String NAME = "collector-config/RUNBOOK.md";

  static Runbook of(String markdown) {
    return new Runbook(
        markdown
            .lines()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .collect(Collectors.toSet()));
  }

  /**
   * @throws IllegalArgumentException when nobody wrote what to do about it
   */
  void requireSection(PrometheusRule.Alerting alert) {
    if (!sections.contains(alert.name())) {
      throw new IllegalArgumentException(
          NAME + " has no section '## " + alert.name() + "': write what to do about it");
    }
  }
}
