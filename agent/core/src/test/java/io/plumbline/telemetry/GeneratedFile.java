package io.plumbline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A committed file that the tables in the code make. */
final class GeneratedFile {
  private GeneratedFile() {}

  /** Rewrites the file where it is stale; in CI that is a failure. */
  static void writeWhenStale(Path file, String text) throws IOException {
    boolean stale = !Files.exists(file) || !Files.readString(file).equals(text);
    if (stale && !"true".equals(System.getenv("CI"))) {
      Files.writeString(file, text);
      return;
    }
    assertThat(stale)
        .as("%s is stale: run this test locally and commit what it writes", file)
        .isFalse();
  }
}
