package io.plumbline.telemetry;

import static io.plumbline.telemetry.GeneratedFile.writeWhenStale;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The rules below collector-config/prometheus are what the tables in the code make of them. */
class PrometheusRulesTest {
  private static final Path CONFIGURATION =
      Path.of("..", "..", "collector-config").toAbsolutePath().normalize();
  private static final Path RULES = CONFIGURATION.resolve("prometheus");
  private static final Path OBJECTIVES = RULES.resolve("objectives.yml");

  static Stream<RuleFile> files() {
    return Stream.of(ModelRules.file(), BudgetRules.file(), AgentRules.file());
  }

  @ParameterizedTest
  @MethodSource("files")
  void fileIsWhatTheTablesSay(RuleFile file) throws IOException {
    writeWhenStale(RULES.resolve(file.name()), file.yaml(runbook()));
  }

  /** What a reader of YAML sees, whatever the layout. */
  @ParameterizedTest
  @MethodSource("files")
  void fileReadsAsItsRules(RuleFile file) throws IOException {
    List<Map<String, Object>> read = rulesOf(file.yaml(runbook()));

    assertThat(read).hasSameSizeAs(file.rules().toList());
    assertThat(read)
        .extracting(rule -> String.valueOf(rule.get("expr")).strip())
        .containsExactlyElementsOf(file.rules().map(rule -> rule.expression().text()).toList());
    assertThat(read)
        .filteredOn(rule -> rule.containsKey("alert"))
        .allSatisfy(
            rule -> {
              assertThat(String.valueOf(rule.get("labels"))).matches("\\{severity=[a-z]+}");
              assertThat(String.valueOf(rule.get("annotations")))
                  .contains("summary=", "runbook_url=collector-config/RUNBOOK.md#plumbline");
            });
  }

  @Test
  void objectivesRecordWhatTheRulesRead() throws IOException {
    List<Map<String, Object>> promised = rulesOf(Files.readString(OBJECTIVES));
    Stream<String> read =
        files()
            .flatMap(RuleFile::rules)
            .flatMap(rule -> rule.expression().reads().stream())
            .filter(series -> series.origin() == PrometheusSeries.Origin.PROMISE)
            .map(PrometheusSeries::name)
            .distinct();

    assertThat(promised)
        .extracting(rule -> rule.get("record"))
        .containsExactlyInAnyOrderElementsOf(read.toList());
    assertThat(promised).noneMatch(rule -> rule.containsKey("labels"));
  }

  /** What stands in comments works when it is uncommented: promtool's tests read this copy. */
  @Test
  void exampleOfTheObjectivesIsTested() throws IOException {
    String uncommented = Files.readString(OBJECTIVES).replaceAll("(?m)^( +)# (- |  )", "$1$2");

    writeWhenStale(RULES.resolve("tests/objectives/example.yml"), uncommented);

    assertThat(rulesOf(uncommented))
        .filteredOn(rule -> rule.containsKey("labels"))
        .hasSizeGreaterThan(1)
        .allSatisfy(
            rule ->
                assertThat(String.valueOf(rule.get("labels")))
                    .matches(
                        String.format(
                            "\\{%s=\\w+, %s=\\w+}",
                            PrometheusSeries.label(InferenceAttributes.SERVICE_NAME),
                            PrometheusSeries.label(InferenceAttributes.MODEL_NAME))));
  }

  /** Files that people write name no metric and no label that the tables do not have. */
  @ParameterizedTest
  @MethodSource("filesOfPeople")
  void everyNameInTheFileIsInTheTables(Path file) throws IOException {
    String text = Files.readString(file);

    assertThat(PrometheusNames.ofTheTables().unknownIn(text))
        .as("in no table: was it renamed?")
        .isEmpty();
  }

  static Stream<Path> filesOfPeople() throws IOException {
    try (Stream<Path> dashboards = Files.list(CONFIGURATION.resolve("grafana/dashboards"));
        Stream<Path> tests = Files.walk(RULES.resolve("tests"))) {
      return Stream.of(
          dashboards,
          tests.filter(Files::isRegularFile),
          Stream.of(OBJECTIVES),
          Stream.of("RUNBOOK.md", "README.md", "alertmanager/alertmanager.yml")
              .map(CONFIGURATION::resolve))
          .flatMap(files -> files)
          .sorted()
          .toList()
          .stream();
    }
  }

  /** Of a month's budget: 2 % in an hour, 5 % in six, a tenth in one day and in three. */
  @Test
  void burnRatesAreThoseOfTheWorkbook() {
    assertThat(Stream.concat(BurnRate.FAST.stream(), BurnRate.SLOW.stream()))
        .extracting(rate -> rate.longWindow() + " " + rate.shortWindow() + " " + rate.factor())
        .containsExactly("1h 5m 14.4", "6h 30m 6", "1d 2h 3", "3d 6h 1");
  }

  private static Runbook runbook() throws IOException {
    return Runbook.of(Files.readString(CONFIGURATION.resolve("RUNBOOK.md")));
  }

  private static List<Map<String, Object>> rulesOf(String yaml) {
    Object file = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return entries(requireNonNull(((Map<?, ?>) file).get("groups"))).stream()
        .flatMap(group -> entries(requireNonNull(group.get("rules"))).stream())
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> entries(Object list) {
    return (List<Map<String, Object>>) list;
  }
}
