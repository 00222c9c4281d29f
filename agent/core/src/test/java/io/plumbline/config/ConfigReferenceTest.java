package io.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Rewrites the page where it is stale; in CI that is a failure. */
class ConfigReferenceTest {
  private static final Path PAGE = Path.of("..", "CONFIGURATION.md");

  @Test
  void pageSaysWhatTheOptionsSay() throws IOException {
    String page = ConfigReference.render();
    String committed = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    if (!committed.equals(page) && !"true".equals(System.getenv("CI"))) {
      Files.writeString(PAGE, page);
      return;
    }
    assertThat(committed).as("agent/CONFIGURATION.md; run the tests to rewrite it").isEqualTo(page);
  }

  @Test
  void everyOptionIsOnThePage() {
    assertThat(ConfigOptions.ALL)
        .allSatisfy(
            option ->
                assertThat(ConfigReference.render())
                    .containsAnyOf("`" + option.key() + "`", "## " + option.key()));
  }
}
