package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Backend;
import io.plumbline.it.harness.RealAlertmanager;
import io.plumbline.it.harness.RealBackends;
import io.plumbline.it.harness.RealPrometheus;
import io.plumbline.it.harness.ShippedCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of {@code collector-config} is read by the program that it is for. */
@Tag("collector-config")
class ShippedConfigsIT {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Z_]+)");
  private static final Pattern ALERT = Pattern.compile("(?m)^ +- alert: (\\w+)$");

  static List<Path> collectors() throws IOException {
    return list(ShippedCollector.folder(), ".yaml");
  }

  @RealBackends
  @ParameterizedTest
  @MethodSource("collectors")
  void collectorTakesItsConfiguration(Path configuration) {
    Backend.OTELCOL.run(
        ShippedCollector.folder(), List.of("validate", "--config", configuration.toString()));
  }

  @ParameterizedTest
  @MethodSource("collectors")
  void headOfAConfigurationNamesWhatToChange(Path configuration) throws IOException {
    String text = Files.readString(configuration);
    String head =
        text.lines().takeWhile(line -> line.startsWith("#")).collect(Collectors.joining("\n"));
    Set<String> variables = all(VARIABLE, text);
    variables.removeIf(variable -> variable.equals("TRACES_INSECURE"));

    assertThat(variables).isNotEmpty().allSatisfy(variable -> assertThat(head).contains(variable));
  }

  @ParameterizedTest
  @MethodSource("collectors")
  void nothingIsAcknowledgedThatIsInMemoryOnly(Path configuration) throws IOException {
    String text = Files.readString(configuration);

    assertThat(text).doesNotContainPattern("(?m)^  (batch|span_?metrics)");
    // A queue is on disk, or there is none.
    Pattern queue = Pattern.compile("sending_queue:\\n((?: {6,}.*\\n)+)");
    for (MatchResult match : queue.matcher(text).results().toList()) {
      assertThat(match.group(1)).containsAnyOf("storage: file_storage", "enabled: false");
    }
    assertThat(text).contains("memory_limiter", "health_check", "SELF_METRICS_PORT");
  }

  @RealBackends
  @Test
  void prometheusTakesItsConfigurationAndItsRules() {
    Backend.PROMTOOL.run(RealPrometheus.folder(), List.of("check", "config", "prometheus.yml"));
  }

  @RealBackends
  @Test
  void everyRuleDoesWhatItsTestsSay() throws IOException {
    List<String> arguments = new ArrayList<>(List.of("test", "rules"));
    list(RealPrometheus.folder().resolve("tests"), ".yml")
        .forEach(file -> arguments.add(file.toString()));

    assertThat(Backend.PROMTOOL.run(RealPrometheus.folder(), arguments)).contains("SUCCESS");
  }

  @Test
  void everyAlertHasASectionInTheRunbookAndCasesThatFireAndDoNot() throws IOException {
    String runbook = Files.readString(RealPrometheus.folder().resolveSibling("RUNBOOK.md"));
    String tests = textOf(RealPrometheus.folder().resolve("tests"));
    String rules = textOf(RealPrometheus.folder());
    Set<String> alerts = all(ALERT, rules);

    assertThat(alerts).hasSizeGreaterThan(15);
    assertThat(alerts)
        .allSatisfy(
            alert -> {
              assertThat(runbook).contains("\n## " + alert + "\n");
              assertThat(rules).contains("collector-config/RUNBOOK.md#" + lower(alert));
              assertThat(tests).contains("alertname: " + alert + "\n        exp_alerts: []");
              assertThat(tests).contains("alertname: " + alert + "\n        exp_alerts:\n");
            });
  }

  @Test
  void everyRecordingRuleHasATest() throws IOException {
    String tests = textOf(RealPrometheus.folder().resolve("tests"));
    Set<String> recorded =
        all(Pattern.compile("(?m)^ +- record: (\\S+)$"), textOf(RealPrometheus.folder()));

    assertThat(recorded).hasSizeGreaterThan(25);
    // The windows below a test's ten minutes are those that the fast burn rates are made of.
    recorded.removeIf(name -> name.matches("model:ml_inference_(failed|slow)_ratio:rate5m"));
    assertThat(recorded).allSatisfy(name -> assertThat(tests).contains("expr: '" + name));
  }

  @RealBackends
  @Test
  void alertmanagerTakesItsConfiguration() {
    Backend.AMTOOL.run(RealAlertmanager.folder(), List.of("check-config", "alertmanager.yml"));
  }

  /** By severity and model, as alertmanager/README.md says. */
  @RealBackends
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alertname=PlumblineLatencyBudgetBurnsFast severity=critical ml_model_name=churn | pagerduty",
        "alertname=PlumblineLatencyBudgetBurnsFast severity=critical ml_model_name=fraud-eu | pagerduty-fraud-team",
        "alertname=PlumblineLatencyBudgetBurnsSlowly severity=warning ml_model_name=churn | jira",
        "alertname=PlumblineConfidenceFallen severity=warning ml_model_name=churn | retraining,jira",
        "alertname=PlumblineLabelShareMoved severity=warning ml_model_name=fraud-eu | retraining,jira",
        "alertname=PlumblineMissingValuesRisen severity=warning ml_model_name=churn | retraining,jira",
        "alertname=PlumblineModelQuiet severity=warning ml_model_name=churn | jira",
        "alertname=PlumblineSpoolNearFull severity=critical service_name=shop | pagerduty",
        "alertname=PlumblineInferencesDropped severity=warning service_name=shop | opsgenie",
        "alertname=PlumblineCollectorQueueFull severity=warning instance=c1 | opsgenie",
        "alertname=OfSomebodyElse severity=info | webhook"
      })
  void alertGoesToWhomItConcerns(String labels, String receivers) {
    List<String> arguments =
        new ArrayList<>(List.of("config", "routes", "test", "--config.file=alertmanager.yml"));
    // It fails when they are others.
    arguments.add("--verify.receivers=" + receivers);
    arguments.addAll(List.of(labels.split(" ")));

    assertThat(Backend.AMTOOL.run(RealAlertmanager.folder(), arguments)).contains(receivers);
  }

  private static List<Path> list(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static String textOf(Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : list(folder, ".yml")) {
      text.append(Files.readString(file));
    }
    return text.toString();
  }

  private static Set<String> all(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String lower(String name) {
    return name.toLowerCase(java.util.Locale.ROOT);
  }
}
