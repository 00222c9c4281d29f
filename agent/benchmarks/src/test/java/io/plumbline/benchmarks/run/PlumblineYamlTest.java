package io.plumbline.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.config.AgentConfig;
import io.plumbline.config.ConfigSources;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlumblineYamlTest {
  @TempDir Path directory;

  @Test
  void isWhatTheAgentTakes() throws Exception {
    Path file = directory.resolve("plumbline.yaml");
    PlumblineYaml.write(file);

    AgentConfig config = AgentConfig.load(ConfigSources.of(file.toString(), Map.of(), Map.of()));

    assertThat(config.warnings()).isEmpty();
    assertThat(config.methods()).hasSize(3);
  }
}
