package io.plumbline.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** One rule of a group, and what is said above it. */
sealed interface PrometheusRule permits PrometheusRule.Recording, PrometheusRule.Alerting {
  Promql expression();

  /** Lines above it; most have none. */
  List<String> comment();

  /** As it stands in the file, without indentation. */
  List<String> lines();

  /**
   * Records what others read.
   *
   * @param name level:metric:operation
   */
  record Recording(String name, Promql expression, List<String> comment) implements PrometheusRule {
    private static final Pattern NAME = Pattern.compile("[a-z]+:[a-z_]+:[a-z0-9_]+");

    public Recording {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(name + " is not level:metric:operation");
      }
      comment = List.copyOf(comment);
    }

    Recording(String name, Promql expression) {
      this(name, expression, List.of());
    }

    Recording saying(String... lines) {
      return new Recording(name, expression, List.of(lines));
    }

    /** What other rules read. */
    PrometheusSeries series() {
      return PrometheusSeries.recorded(name, expression.labels());
    }

    @Override
    public List<String> lines() {
      return RuleLayout.of().add("- record: " + name).expression(expression).lines();
    }
  }

  /** Who is to look, and when. */
  enum Severity {
    /** Wakes somebody. */
    CRITICAL,
    /** Waits for the morning. */
    WARNING
  }

  /**
   * Fires, with a severity, a summary and a page of the runbook, which follows from its name.
   *
   * @param holdFor how long it has to be so, such as {@code 5m}; empty: at once
   * @param summary a sentence, with {@link #label} and {@link #value} for what Prometheus fills in
   */
  record Alerting(
      String name,
      Severity severity,
      String holdFor,
      Promql expression,
      String summary,
      List<String> comment)
      implements PrometheusRule {
    private static final Pattern NAME = Pattern.compile("Plumbline[A-Z][A-Za-z]+");
    private static final Pattern HOLD_FOR = Pattern.compile("|[0-9]+[smh]");
    private static final Pattern SENTENCE = Pattern.compile("[^\"\\\\\n]+\\.");
    private static final Pattern LABEL = Pattern.compile("\\$labels\\.(\\w+)");

    public Alerting {
      require(NAME, name, "name");
      require(HOLD_FOR, holdFor, "for");
      require(SENTENCE, summary, "summary of " + name);
      Set<String> told = new TreeSet<>();
      LABEL.matcher(summary).results().forEach(match -> told.add(match.group(1)));
      told.removeAll(expression.labels());
      if (!told.isEmpty()) {
        throw new IllegalArgumentException(
            String.format(
                "The summary of %s tells %s, and its expression has only %s",
                name, told, expression.labels()));
      }
      comment = List.copyOf(comment);
    }

    Alerting(String name, Severity severity, String holdFor, Promql expression, String summary) {
      this(name, severity, holdFor, expression, summary, List.of());
    }

    Alerting saying(String... lines) {
      return new Alerting(name, severity, holdFor, expression, summary, List.of(lines));
    }

    /** What Prometheus puts in the place of a label. */
    static String label(AttributeKey<?> label) {
      return "{{ $labels." + PrometheusSeries.label(label) + " }}";
    }

    static String value() {
      return "{{ $value }}";
    }

    /**
     * @param format {@code humanize}, {@code humanizePercentage}, …
     */
    static String value(String format) {
      return "{{ $value | " + format + " }}";
    }

    /** Where its section of the runbook is, as Markdown links to it. */
    String runbook() {
      return Runbook.NAME + "#" + name.toLowerCase(Locale.ROOT);
    }

    @Override
    public List<String> lines() {
      RuleLayout layout = RuleLayout.of().add("- alert: " + name).expression(expression);
      if (!holdFor.isEmpty()) {
        layout.add("  for: " + holdFor);
      }
      return layout
          .add("  labels:")
          .add("    severity: " + severity.name().toLowerCase(Locale.ROOT))
          .add("  annotations:")
          .add("    summary: \"" + summary + "\"")
          .add("    runbook_url: " + runbook())
          .lines();
    }

    private static void require(Pattern pattern, String text, String what) {
      if (!pattern.matcher(text).matches()) {
        throw new IllegalArgumentException(
            "The " + what + " is to be " + pattern + ", and is '" + text + "'");
      }
    }
  }
}
