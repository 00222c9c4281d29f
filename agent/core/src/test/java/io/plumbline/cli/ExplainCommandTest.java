package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  @TempDir Path folder;

  @Test
  void eachValueIsToldWithItsPlaceAndSecretsAreNot() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "very-secret");
    Path yaml =
        Files.writeString(
            folder.resolve("plumbline.yaml"),
            """
            service: {name: fraud}
            export:
              endpoint: http://collector:4318
              headers: {authorization: "Bearer plain-secret", other: "${file:%s}"}
            sampling: {ratio: 5%%}
            capture: {max_rows: 7}
            redaction: {key: a secret of some length}
            """
                .formatted(token));
    Map<String, String> properties = Map.of("plumbline.capture.max_rows", "9");
    Map<String, String> variables = Map.of("PLUMBLINE_CAPTURE_MAX_VALUES_PER_ROW", "11");

    CommandRun run = CommandRun.in(new Environment(variables, properties), "explain", yaml);

    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.lines())
        .anySatisfy(l -> assertThat(l).matches("service.name +fraud +.*plumbline.yaml:1:17"))
        .anySatisfy(l -> assertThat(l).matches("sampling.ratio +5% +.*plumbline.yaml:5:19"))
        .anySatisfy(
            l ->
                assertThat(l)
                    .matches("sampling.sampler +parentbased_traceidratio +follows sampling.ratio"))
        .anySatisfy(l -> assertThat(l).matches("capture.max_rows +9 +-Dplumbline.capture.max_rows"))
        .anySatisfy(
            l ->
                assertThat(l)
                    .matches(
                        "capture.max_values_per_row +11 +PLUMBLINE_CAPTURE_MAX_VALUES_PER_ROW"))
        .anySatisfy(l -> assertThat(l).matches("spool.max_size +512MiB +default"))
        .anySatisfy(
            l ->
                assertThat(l)
                    .matches(
                        "export.traces.endpoint +http://collector:4318/v1/traces"
                            + " +from export.endpoint"))
        .anySatisfy(l -> assertThat(l).contains("{authorization: ***, other: ***}"))
        .anySatisfy(l -> assertThat(l).matches("redaction.key +\\*\\*\\* +.*plumbline.yaml:7:18"))
        .anySatisfy(l -> assertThat(l).matches("service.version +- +not set"));
    assertThat(run.out()).doesNotContain("secret");
  }

  @Test
  void jsonHasEveryOption() throws IOException {
    CommandRun run = CommandRun.of("explain", "--json");

    assertThat(run.status()).isZero();
    assertThat(run.json().toString())
        .contains("key=sampling.ratio, value=1, origin=default, live=true")
        .contains("key=spool.max_size, value=512MiB, origin=default, live=false");
  }

  @Test
  void wrongConfigurationIsRefusedWithItsPlace() throws IOException {
    Path yaml = Files.writeString(folder.resolve("plumbline.yaml"), "sampling: {ration: 1}");

    CommandRun run = CommandRun.of("explain", yaml);

    assertThat(run.status()).isOne();
    assertThat(run.err()).contains("plumbline.yaml:1:12").contains("did you mean ratio?");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void checkRefusesWithPlaceAlsoForMachines() throws IOException {
    Path yaml = Files.writeString(folder.resolve("plumbline.yaml"), "sampling: {ration: 1}");

    CommandRun plain = CommandRun.of("check", yaml);
    CommandRun json = CommandRun.of("check", "--json", yaml);

    assertThat(plain.status()).isOne();
    assertThat(plain.err()).contains("plumbline.yaml:1:12: unknown key sampling.ration");
    assertThat(json.status()).isOne();
    assertThat(json.json().toString())
        .contains("valid=false")
        .contains("line=1")
        .contains("column=12");
  }

  @Test
  void checkOfARightFileSaysSo() throws IOException {
    Path yaml = Files.writeString(folder.resolve("plumbline.yaml"), "sampling: {ratio: 1}");

    CommandRun run = CommandRun.of("check", yaml);

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("is right");
    assertThat(CommandRun.of("check", yaml, "--class-path", "nowhere").status()).isEqualTo(2);
  }

  @Test
  void completionsAreGenerated() {
    CommandRun run = CommandRun.of("generate-completion");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("check").contains("--class-path").contains("explain");
  }
}
