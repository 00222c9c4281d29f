package io.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts of files that stand in a configuration as <code>${file:…}</code>. */
class ReferencedFileTest {
  @TempDir private Path directory;

  @Test
  void textOfAFileIsPutInWithoutTheWhiteSpaceAroundIt() throws IOException {
    Path token = write("token", "\n s3cret\r\n\n");

    AgentConfig config =
        Settings.yaml("export: {headers: {authorization: 'Bearer ${file:" + token + "}!'}}").load();

    assertThat(config.export().traces().headers()).containsEntry("authorization", "Bearer s3cret!");
    assertThat(config.referencedFiles()).containsExactly(token.toString());
  }

  @Test
  void whatIsPutInIsNeverReadAsAReferenceOrYaml() throws IOException {
    Path name = write("name", "${env:HOME}: {a: b}");

    assertThat(Settings.yaml("service: {name: '${file:" + name + "}'}").load().service().name())
        .isEqualTo("${env:HOME}: {a: b}");
  }

  @Test
  void fileThatIsNotThereOrEmptyNeedsADefault() throws IOException {
    Path missing = directory.resolve("missing");
    Path empty = write("empty", " \n");

    assertThat(Settings.yaml("service: {name: '${file:" + missing + "}'}").refusal())
        .isEqualTo(
            "plumbline.yaml:1:17: service.name needs the file "
                + missing
                + ", which is not there or empty; set it or write ${file:"
                + missing
                + ":-default}");
    assertThat(Settings.yaml("service: {name: '${file:" + empty + "}'}").refusal())
        .contains("which is not there or empty");
    AgentConfig config =
        Settings.yaml(
                "service: {name: '${file:"
                    + missing
                    + ":-x}', version: '${file:"
                    + empty
                    + ":-y}'}")
            .load();
    assertThat(config.service().name()).isEqualTo("x");
    assertThat(config.service().version()).isEqualTo("y");
    assertThat(config.referencedFiles()).contains(missing.toString(), empty.toString());
  }

  @Test
  void fileThatIsNoTextOrTooLargeIsRefused() throws IOException {
    Path binary = Files.write(directory.resolve("b"), new byte[] {(byte) 0xC3, 0x28});
    Path large = write("large", "x".repeat((64 << 10) + 1));

    assertThat(Settings.yaml("service: {name: '${file:" + binary + "}'}").refusal())
        .isEqualTo(
            "plumbline.yaml:1:17: service.name needs the file "
                + binary
                + ", which is not UTF-8 text");
    assertThat(Settings.yaml("service: {name: '${file:" + large + "}'}").refusal())
        .endsWith("which is larger than 64 KiB");
    assertThat(Settings.yaml("service: {name: '${file:" + directory + "}'}").refusal())
        .endsWith("which is no regular file");
  }

  @Test
  void whatStoodInAFileIsNeverPartOfAnError() throws IOException {
    Path token = write("token", "s3cret");

    assertThat(Settings.yaml("export: {timeout: '${file:" + token + "}'}").refusal())
        .contains("export.timeout=${file:" + token + "} is not a duration")
        .doesNotContain("s3cret");
    assertThat(Settings.yaml("export: {timeout: '${env:TOKEN}'}").env("TOKEN", "s3cret").refusal())
        .contains("export.timeout=${env:TOKEN} is not a duration")
        .doesNotContain("s3cret");
    assertThat(Settings.yaml("export: {headers: '${file:" + token + "}'}").refusal())
        .doesNotContain("s3cret");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
