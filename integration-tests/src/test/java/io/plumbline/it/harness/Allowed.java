package io.plumbline.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * What not every machine lets a user do. Where it cannot be done a test is skipped, and says why;
 * for root with {@code REQUIRE_BACKENDS=true}, as in CI, that is a failure.
 */
final class Allowed {
  static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private Allowed() {}

  /**
   * @param command becomes the program that follows it
   * @return the same, which has been tried
   */
  static List<String> orSkip(List<String> command) {
    List<String> trial = new ArrayList<>(command);
    trial.add("true");
    try {
      Process process = new ProcessBuilder(trial).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw skipped(trial + " says " + said);
      }
      return command;
    } catch (IOException e) {
      throw skipped(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static RuntimeException skipped(String why) {
    String text = "Not allowed on this machine: " + why;
    if (ROOT && Boolean.parseBoolean(System.getenv("REQUIRE_BACKENDS"))) {
      return new IllegalStateException(text);
    }
    System.out.println("Skipped. " + text); // failsafe does not print why
    return new TestAbortedException(text);
  }
}
