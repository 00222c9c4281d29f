package io.plumbline.it.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;

/**
 * {@code java -jar plumbline.jar …}, run to its end.
 *
 * @param status of its exit
 */
public record JarCommand(int status, String stdout, String stderr) {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  public static JarCommand run(Jdk jdk, Object... arguments) {
    String[] texts = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
    // It is there for a moment only: no compiler that pays off later.
    HostJvmBuilder command =
        HostJvm.on(jdk)
            .flags("-XX:TieredStopAtLevel=1", "-Xshare:auto")
            .jar(Checkout.agentJar(), texts);
    try (HostJvm process = command.start()) {
      int status = process.awaitExit(LIMIT);
      return new JarCommand(status, process.stdout(), process.stderr());
    }
  }

  /** What it printed with {@code --json}. */
  public JsonNode json() {
    try {
      return new ObjectMapper().readTree(stdout);
    } catch (JsonProcessingException e) {
      throw new AssertionError(this + " is not JSON", e);
    }
  }
}
