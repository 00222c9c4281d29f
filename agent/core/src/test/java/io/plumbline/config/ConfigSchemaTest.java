package io.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Rewrites the schema where it is stale; in CI that is a failure. */
class ConfigSchemaTest {
  private static final Path COMMITTED = Path.of("..", "plumbline.schema.json");
  private static final Path FILES =
      Path.of("src", "test", "resources", "io", "plumbline", "config");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final JsonSchema SCHEMA = SCHEMAS.getSchema(ConfigSchema.render());

  static Stream<Path> good() {
    return files("good");
  }

  static Stream<Path> bad() {
    return files("bad");
  }

  private static Stream<Path> files(String folder) {
    try (Stream<Path> files = Files.list(FILES.resolve(folder))) {
      List<Path> all = files.sorted().toList();
      assertThat(all).hasSizeGreaterThan(2);
      return all.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void committedSchemaSaysWhatTheOptionsSay() throws IOException {
    String schema = ConfigSchema.render();
    String committed = Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "";
    if (!committed.equals(schema) && !"true".equals(System.getenv("CI"))) {
      Files.writeString(COMMITTED, schema);
      return;
    }
    assertThat(committed)
        .as("agent/plumbline.schema.json; run the tests to rewrite it")
        .isEqualTo(schema);
  }

  @Test
  void schemaIsOneOfDraft202012() throws IOException {
    JsonSchema meta = SCHEMAS.getSchema(SchemaLocation.of(SchemaId.V202012));

    assertThat(meta.validate(JSON.readTree(ConfigSchema.render()))).isEmpty();
  }

  @Test
  void everyOptionHasItsPlaceAndText() throws IOException {
    JsonNode schema = JSON.readTree(ConfigSchema.render());
    for (ConfigOption<?> option : ConfigOptions.ALL) {
      JsonNode place = schema.at("/properties/" + option.key().replace(".", "/properties/"));
      assertThat(place.path("description").asText())
          .as(option.key())
          .isEqualTo(option.text().replace("`", ""));
    }
  }

  @ParameterizedTest
  @MethodSource("good")
  void goodFileIsAcceptedByTheSchemaAndByTheAgent(Path file) throws IOException {
    String yaml = Files.readString(file);

    assertThat(problems(yaml)).isEmpty();
    assertThat(ofAgent(yaml)).isNull();
  }

  @ParameterizedTest
  @MethodSource("bad")
  void badFileIsRefusedByBothForWhatItsFirstLineSays(Path file) throws IOException {
    String yaml = Files.readString(file);
    String expected = yaml.lines().findFirst().orElse("").substring(2);

    assertThat(problems(yaml)).isNotEmpty();
    assertThat(ofAgent(yaml)).contains(expected);
  }

  @Test
  void everyExampleOfTheReadmesIsGood() throws IOException {
    Pattern block = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
    String readme = Files.readString(Path.of("..", "..", "README.md"));
    for (String page : List.of(readme, ConfigReference.render())) {
      List<String> examples = block.matcher(page).results().map(found -> found.group(1)).toList();
      assertThat(examples).isNotEmpty();
      assertThat(examples)
          .allSatisfy(
              yaml -> {
                assertThat(problems(yaml)).isEmpty();
                assertThat(ofAgent(yaml)).isNull();
              });
    }
  }

  /** What the schema has against it. */
  static List<String> problems(String yaml) {
    Object loaded =
        new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(yaml);
    return SCHEMA.validate(JSON.valueToTree(loaded)).stream().map(Object::toString).toList();
  }

  /** What the agent has against it; null for nothing. */
  private static @Nullable String ofAgent(String yaml) {
    try {
      AgentConfig.load(Settings.yaml(yaml).env("OTLP_TOKEN", "t").sources());
      return null;
    } catch (ConfigException e) {
      return e.getMessage();
    }
  }
}
