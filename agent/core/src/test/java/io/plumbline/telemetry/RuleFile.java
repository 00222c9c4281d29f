package io.plumbline.telemetry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One file below collector-config/prometheus.
 *
 * @param source the class that has its rules
 * @param about what stands at its head
 */
record RuleFile(String name, Class<?> source, List<String> about, List<RuleGroup> groups) {
  private static final List<String> ABOUT_EACH =
      List.of(
          "Every alert has a section in RUNBOOK.md and cases, firing and not firing, in tests/."
              + " severity: critical wakes somebody, warning waits",
          "for the morning. Names of what is recorded: level:metric:operation.");

  RuleFile {
    about = List.copyOf(about);
    groups = List.copyOf(groups);
  }

  Stream<PrometheusRule> rules() {
    return groups.stream().flatMap(group -> group.rules().stream());
  }

  /**
   * @throws IllegalArgumentException when an alert is not in the runbook, or a rule reads what
   *     neither a table nor an earlier rule of this file has
   */
  String yaml(Runbook runbook) {
    refuseWhatIsNotRecorded();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            "# Generated from `%s` by `PrometheusRulesTest`; do not edit: change the class, in the"
                + " tests of agent/core, and run the test.",
            source.getSimpleName()));
    lines.add(
        "# Names of metrics and labels are those of `Instrument` and `InferenceAttributes`. What"
            + " you promise is in objectives.yml.");
    Stream.concat(about.stream(), ABOUT_EACH.stream()).forEach(line -> lines.add("# " + line));
    lines.add("groups:");
    for (RuleGroup group : groups) {
      group.rules().stream()
          .filter(PrometheusRule.Alerting.class::isInstance)
          .map(PrometheusRule.Alerting.class::cast)
          .forEach(runbook::requireSection);
      lines.addAll(group.lines());
      lines.add("");
    }
    return String.join("\n", lines);
  }

  @Override
  public String toString() {
    return name;
  }

  private void refuseWhatIsNotRecorded() {
    Set<PrometheusSeries> recorded = new HashSet<>();
    rules()
        .forEach(
            rule -> {
              for (PrometheusSeries read : rule.expression().reads()) {
                if (read.origin() == PrometheusSeries.Origin.RULE
                    && recorded.stream().noneMatch(each -> each.name().equals(read.name()))) {
                  throw new IllegalArgumentException(
                      String.format(
                          "%s: no rule above records %s, which is read in %s",
                          name, read.name(), rule.lines().get(0)));
                }
              }
              if (rule instanceof PrometheusRule.Recording recording) {
                recorded.add(recording.series());
              }
            });
  }
}
