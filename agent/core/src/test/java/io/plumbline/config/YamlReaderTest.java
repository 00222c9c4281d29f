package io.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
  @Test
  void emptyFileIsNoConfiguration() {
    assertThat(Settings.yaml("").load()).isEqualTo(Settings.none().load());
    assertThat(Settings.yaml("# nothing\n---\n").load()).isEqualTo(Settings.none().load());
  }

  @Test
  void tagsAreRefused() {
    assertThat(Settings.yaml("service: {name: !!javax.script.ScriptEngineManager [x]}").refusal())
        .startsWith("plumbline.yaml:1:17: tag ");
    assertThat(Settings.yaml("service: {name: !env X}").refusal())
        .contains("tag !env is not allowed");
  }

  @Test
  void whatIsNoMappingIsRefused() {
    assertThat(Settings.yaml("- a").refusal())
        .isEqualTo("plumbline.yaml:1:1: expected keys such as \"service:\"");
    assertThat(Settings.yaml("? [a]\n: b").refusal()).contains("a key must be a word");
    assertThat(Settings.yaml("service: {name: a, name: b}").refusal())
        .isEqualTo("plumbline.yaml:1:20: key service.name is there twice");
    assertThat(Settings.yaml("a: b\n---\nc: d").refusal()).contains("not YAML: ");
  }

  @Test
  void syntaxErrorSaysWhere() {
    assertThat(Settings.yaml("service:\n\tname: x").refusal())
        .startsWith("plumbline.yaml:2:1: not YAML");
  }

  @Test
  void characterThatYamlDoesNotAllowSaysWhere() {
    assertThat(Settings.yaml("service:\n  name: a\u0001b").refusal())
        .isEqualTo("plumbline.yaml:2:10: not YAML: the character U+0001");
  }

  @Test
  void pairOfSurrogatesIsReadWhereverItStands() {
    for (int before = 1000; before < 1100; before++) {
      String text = "# " + "x".repeat(before) + "\uD83D\uDE00".repeat(600) + "\nservice: {name: a}";
      assertThat(Settings.yaml(text).load().service().name()).isEqualTo("a");
    }
  }

  @Test
  void aliasesMayShareButNotExplode() {
    assertThat(
            Settings.yaml("models: [{name: a, features: &f [x, y]}, {name: b, features: *f}]")
                .load()
                .models()
                .get(1)
                .features())
        .containsExactly("x", "y");
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 10; i++) {
      String alias = "*a" + (i - 1);
      bomb.append("a" + i + ": &a" + i + " [" + alias + (", " + alias).repeat(4) + "]\n");
    }
    assertThat(Settings.yaml(bomb.toString()).refusal()).contains("aliases expanded");
    assertThat(Settings.yaml("a: &a [*a]").refusal()).contains("aliases expanded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "a:\n "})
  void nestingHasABound(String opening) {
    assertThat(Settings.yaml(opening.repeat(20_000)).refusal()).startsWith("plumbline.yaml:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- ",
        "a, ",
        "#",
        "\n",
        "a: b\n",
        "[a], ",
        "- &a x\n",
        "'",
        "&",
        "*",
        "x",
        "%",
        "? "
      })
  @Timeout(60)
  void megabyteOfAnythingIsReadOrRefused(String piece) {
    String text = piece.repeat(ConfigFile.MAX_BYTES / piece.length());

    assertThat(outcome(text)).isIn("read", "refused");
    assertThat(outcome("service: [" + text + "]")).isIn("read", "refused");
  }

  private static String outcome(String text) {
    try {
      Object config = AgentConfig.load(Settings.yaml(text).sources());
      return config == null ? "" : "read";
    } catch (ConfigException e) {
      return String.valueOf(e.getMessage()).startsWith("plumbline.yaml:") ? "refused" : "nowhere";
    }
  }

  @Test
  void variablesArePutIntoTexts() {
    Settings settings =
        Settings.yaml("service: {name: 'a-${env:REGION}-${env:ZONE:-z}-$${env:X}', version: $1}")
            .env("REGION", "eu: {west: 1}");

    assertThat(settings.load().service().name()).isEqualTo("a-eu: {west: 1}-z-${env:X}");
    assertThat(settings.load().service().version()).isEqualTo("$1");
  }

  @Test
  void variableThatIsMissingOrMisspeltIsRefused() {
    assertThat(Settings.yaml("service: {name: '${env:REGION}'}").refusal())
        .isEqualTo(
            "plumbline.yaml:1:17: service.name needs the environment variable REGION, which is not"
                + " set; set it or write ${env:REGION:-default}");
    assertThat(Settings.yaml("service: {name: '${REGION}'}").refusal())
        .contains("service.name has a ${ that is not understood; use ${env:NAME}");
  }
}
