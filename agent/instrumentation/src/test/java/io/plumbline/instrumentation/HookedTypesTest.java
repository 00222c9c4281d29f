package io.plumbline.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.intercept.Hook;
import io.plumbline.intercept.InferenceInstrumentation;
import io.plumbline.intercept.TypeMatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The list that the gate at start waits for. Written anew where it is stale; in CI that fails. */
class HookedTypesTest {
  private static final Path LIST =
      Path.of("src/main/resources/io/plumbline/instrumentation/hooked-types.txt");

  @Test
  void listNamesTheTypesOfAllHooks() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    for (InferenceInstrumentation each : ServiceLoader.load(InferenceInstrumentation.class)) {
      for (Hook hook : each.hooks()) {
        if (hook.type() instanceof TypeMatch.Exact exact) {
          names.add(exact.name());
        }
      }
    }
    String expected = String.join("\n", names) + "\n";

    String found = Files.exists(LIST) ? Files.readString(LIST) : "";
    if (!found.equals(expected) && System.getenv("CI") == null) {
      Files.writeString(LIST, expected);
    }

    assertThat(System.getenv("CI") == null ? Files.readString(LIST) : found).isEqualTo(expected);
  }
}
