package io.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigErrorTest {
  @Test
  void wrongValueSaysWhereWhatAndWhatToWriteInstead() {
    assertThat(Settings.yaml("spool:\n  max_size: 10GBB\n").refusal())
        .isEqualTo("plumbline.yaml:2:13: spool.max_size=10GBB is not a size; use e.g. 512MiB");
    assertThat(Settings.none().property("plumbline.spool.max_size", "10GBB").refusal())
        .isEqualTo("-Dplumbline.spool.max_size=10GBB is not a size; use e.g. 512MiB");
    assertThat(Settings.none().env("PLUMBLINE_SPOOL_MAX_SIZE", "512").refusal())
        .isEqualTo("PLUMBLINE_SPOOL_MAX_SIZE=512 is not a size; use e.g. 512MiB");
    assertThat(Settings.yaml("spool: {max_age: 24}").refusal())
        .isEqualTo("plumbline.yaml:1:18: spool.max_age=24 is not a duration; use e.g. 10s");
    assertThat(Settings.yaml("sampling: {ratio: 1.5}").refusal())
        .contains("sampling.ratio=1.5 is not a ratio from 0 to 1; use e.g. 0.05 or 5%");
    assertThat(Settings.yaml("spool: {max_size: 1MiB}").refusal())
        .contains("spool.max_size=1MiB is not allowed; it must be at least 16MiB");
    assertThat(Settings.yaml("capture: {values: save}").refusal())
        .contains("capture.values=save is not one of none, numbers, safe, all; did you mean safe?");
    assertThat(Settings.yaml("export: {endpoint: collector:4317}").refusal())
        .contains("is not an endpoint; use e.g. http://collector:4318");
  }

  @Test
  void unknownKeySaysWhereAndWhatWasMeant() {
    assertThat(Settings.yaml("spool:\n  max_size: 1GiB\n  max-aeg: 24h\n").refusal())
        .isEqualTo("plumbline.yaml:3:3: unknown key spool.max-aeg; did you mean max_age?");
    assertThat(Settings.yaml("max_age: 24h").refusal())
        .isEqualTo("plumbline.yaml:1:1: unknown key max_age; did you mean spool.max_age?");
    assertThat(Settings.yaml("log: {colour: red}").refusal())
        .endsWith("unknown key log.colour; known here: destination, level");
    assertThat(Settings.yaml("methods: [{class: a.B, methd: c}]").refusal())
        .endsWith("unknown key methods[0].methd; did you mean method?");
    assertThat(Settings.none().property("plumbline.spool.maxsize", "1GiB").refusal())
        .isEqualTo(
            "unknown setting -Dplumbline.spool.maxsize; did you mean plumbline.spool.max_size?");
  }

  @Test
  void wrongRedactionRuleSaysWhereAndWhatIsMissing() {
    assertThat(rule("{feature: a, rule: roud, step: 1}"))
        .startsWith("plumbline.yaml:3:26: redaction.rules[0].rule=roud is not one of allow, drop,")
        .endsWith("did you mean round?");
    assertThat(rule("{feature: a, rule: round, stp: 1}"))
        .endsWith("unknown key redaction.rules[0].stp; did you mean step?");
    assertThat(rule("{feature: a, rule: round}")).endsWith("needs the key \"step\" for round");
    assertThat(rule("{feature: a, rule: drop, step: 1}"))
        .endsWith("has step, which is none of drop");
    assertThat(rule("{rule: drop}")).endsWith("needs one of the keys feature, output, field");
    assertThat(rule("{feature: a, output: b, rule: drop}"))
        .endsWith("needs one of the keys feature, output, field");
    assertThat(rule("{field: error.mesage, rule: drop}")).endsWith("did you mean error.message?");
    assertThat(rule("{field: thread.name, rule: round, step: 1}"))
        .endsWith("has a rule for numbers, and names a field of text");
    assertThat(rule("{feature: a, rule: bucket, edges: [3, 1]}"))
        .endsWith("has edges that do not ascend");
    assertThat(rule("{feature: a, rule: noise, epsilon: 0, sensitivity: 1}"))
        .contains("redaction.rules[0].epsilon=0 is not allowed; it must be above 0");
  }

  private static String rule(String rule) {
    return Settings.yaml("redaction:\n  rules:\n    - " + rule + "\n").refusal();
  }

  @Test
  void redactionKeyThatIsTooShortIsNotRepeated() {
    assertThat(Settings.yaml("redaction: {key: hunter2}").refusal())
        .endsWith("redaction.key is not a key; it must have at least 16 characters")
        .doesNotContain("hunter2");
  }

  @Test
  void keyWithDotsSaysHowToWriteIt() {
    assertThat(Settings.yaml("spool.max_size: 1GiB").refusal())
        .isEqualTo(
            "plumbline.yaml:1:1: unknown key spool.max_size; each dot is a level:"
                + " spool: {max_size: …}");
    assertThat(Settings.yaml("export: {tls.ca: a.pem}").refusal())
        .endsWith("unknown key export.tls.ca; each dot is a level: tls: {ca: …}");
  }

  @Test
  void keyAsLongAsAFileIsNotRepeatedWhole() {
    assertThat(Settings.yaml("\"" + "x".repeat(1_000) + "\": 1").refusal())
        .hasSizeLessThan(300)
        .startsWith("plumbline.yaml:1:1: unknown key xxx");
  }

  @Test
  void unknownVariableIsOnlyAWarningSinceKubernetesMakesThem() {
    assertThat(Settings.none().env("PLUMBLINE_SERVICE_NAM", "x").load().warnings())
        .containsExactly(
            "unknown setting PLUMBLINE_SERVICE_NAM is ignored; did you mean"
                + " PLUMBLINE_SERVICE_NAME?");
  }

  @Test
  void standardVariableThatIsWrongIsIgnoredAsTheSpecificationSays() {
    AgentConfig config =
        Settings.none()
            .env("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")
            .env("OTEL_METRIC_EXPORT_INTERVAL", "often")
            .env("OTEL_TRACES_SAMPLER", "xray")
            .load();

    assertThat(config.export().traces().protocol()).isEqualTo(SignalConfig.Protocol.HTTP_PROTOBUF);
    assertThat(config.warnings())
        .containsExactlyInAnyOrder(
            "OTEL_EXPORTER_OTLP_PROTOCOL=http/json is not one of http/protobuf, grpc; it is"
                + " ignored",
            "OTEL_METRIC_EXPORT_INTERVAL=often is not a number of milliseconds; use e.g. 10000;"
                + " it is ignored",
            "OTEL_TRACES_SAMPLER=xray is not one of always_on, always_off, traceidratio,"
                + " parentbased_always_on, parentbased_always_off, parentbased_traceidratio;"
                + " it is ignored");
  }

  @Test
  void wrongReceiverIsNeverReplacedByAnother() {
    assertThat(Settings.none().env("OTEL_EXPORTER_OTLP_ENDPOINT", "collector").refusal())
        .startsWith("OTEL_EXPORTER_OTLP_ENDPOINT=collector is not an endpoint");
  }

  @Test
  void wrongHeadersAreNotQuoted() {
    assertThat(Settings.none().env("OTEL_EXPORTER_OTLP_HEADERS", "s3cret").refusal())
        .isEqualTo("OTEL_EXPORTER_OTLP_HEADERS is not a map; use e.g. first=1,second=2");
  }

  @Test
  void headersThatHttpDoesNotAllowAreRefusedWithoutTheirValue() {
    assertThat(Settings.yaml("export: {headers: {api-key: 's3cret\u00e9'}}").refusal())
        .isEqualTo(
            "plumbline.yaml:1:29: export.headers.api-key has characters that HTTP does not allow");
    assertThat(Settings.yaml("export: {headers: {api key: s3cret}}").refusal())
        .isEqualTo(
            "plumbline.yaml:1:29: export.headers.api key is not the name of a header: api key");
    assertThat(Settings.none().env("OTEL_EXPORTER_OTLP_HEADERS", "a=s3cret%0A").refusal())
        .isEqualTo("OTEL_EXPORTER_OTLP_HEADERS has characters that HTTP does not allow");
  }

  @Test
  void portThatNobodyHasIsRefused() {
    assertThat(Settings.yaml("export: {endpoint: 'http://collector:99999'}").refusal())
        .contains("export.endpoint=http://collector:99999 is not an endpoint");
  }

  @Test
  void serviceWithoutANameIsRefused() {
    assertThat(Settings.yaml("service: {name: ''}").refusal())
        .endsWith("service.name= is not allowed; it must be more than nothing");
  }

  @Test
  void incompleteMethodSaysWhatItNeeds() {
    assertThat(Settings.yaml("methods:\n  - class: a.B\n").refusal())
        .isEqualTo("plumbline.yaml:2:5: methods[0] needs the key \"method\"");
    assertThat(Settings.yaml("methods: [{class: a.B, method: 'c(', features: arg0}]").refusal())
        .contains("methods[0] has the method c(; use e.g. score or score(java.util.Map)");
    assertThat(Settings.yaml("methods: [{class: a.B, method: c, features: return}]").refusal())
        .contains("methods[0].features=return is no feature");
    assertThat(
            Settings.yaml("methods: [{class: a.B, method: c, model: {name: return.x}}]").refusal())
        .contains("model.name: return.x, but a model is named before it answers");
    assertThat(Settings.yaml("methods: [{class: a.B, method: c, prediction: return}]").refusal())
        .contains("write keys below it: label, probabilities, score");
    assertThat(Settings.yaml("methods: [a.B]").refusal())
        .contains("methods[0]=a.B is not a method; use e.g. com.acme.Scorer#score");
    assertThat(Settings.none().env("PLUMBLINE_MODELS", "x").refusal())
        .isEqualTo("PLUMBLINE_MODELS=x is not a model; write its keys in plumbline.yaml");
  }

  @Test
  void wrongPathSaysTheColumn() {
    assertThat(
            Settings.yaml("methods: [{class: a.B, method: c, prediction: {label: 'return.x(1)'}}]")
                .refusal())
        .endsWith(
            "methods[0].prediction.label=return.x(1) is not a path into a call: expected ) since"
                + " only methods without arguments are called at column 10");
  }

  @Test
  void theLineForTheOperatorSaysThatTheServerRuns() {
    assertThatThrownBy(() -> AgentConfig.load(Settings.yaml("log: {level: loud}").sources()))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.agentIsOff())
                    .isEqualTo(
                        "plumbline: plumbline.yaml:1:14: log.level=loud is not one of debug, info,"
                            + " warn, error. Agent is off; the application continues."));
  }

  @Test
  void fileIsTheOneThatIsNamed(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("p.yaml"), "service: {name: from-file}");
    Map<String, String> property = Map.of("plumbline.config", file.toString());
    Map<String, String> variable = Map.of("PLUMBLINE_CONFIG", file.toString());

    assertThat(nameIn(ConfigSources.of(file.toString(), Map.of(), Map.of())))
        .isEqualTo("from-file");
    assertThat(nameIn(ConfigSources.of("", property, Map.of()))).isEqualTo("from-file");
    assertThat(nameIn(ConfigSources.of(null, Map.of(), variable))).isEqualTo("from-file");
    assertThat(ConfigSources.of(null, Map.of(), Map.of()).file()).isNull();
    ConfigSources missing = ConfigSources.of(file + "x", property, Map.of());
    assertThatThrownBy(() -> AgentConfig.load(missing))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("the configuration cannot be read: " + file + "x");
  }

  @Test
  void fileThatIsNoTextOrTooLargeIsRefused(@TempDir Path directory) throws Exception {
    Path binary = Files.write(directory.resolve("b"), new byte[] {(byte) 0xC3, 0x28});
    Path large = Files.writeString(directory.resolve("l"), " ".repeat(ConfigFile.MAX_BYTES + 1));

    assertThat(ConfigFile.read(binary.toString()).problem())
        .isEqualTo(binary + " is not UTF-8 text");
    assertThat(ConfigFile.read(large.toString()).problem())
        .isEqualTo(large + " is larger than 1 MiB; is it the right file?");
  }

  private static String nameIn(ConfigSources sources) throws ConfigException {
    return AgentConfig.load(sources).service().name();
  }
}
