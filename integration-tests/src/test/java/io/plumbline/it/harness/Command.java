package io.plumbline.it.harness;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program that runs, says something and ends. */
public final class Command {
  private Command() {}

  /** The parser of Docker Compose: what it made of a file, or an error. */
  public static String composeSpec(String... arguments) {
    return output(
        Stream.concat(Stream.of(Backend.COMPOSE_SPEC.get().toString()), Arrays.stream(arguments))
            .toArray(String[]::new));
  }

  /** Whether a program of that name is on the path. */
  public static boolean isThere(String program) {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /**
   * @return stdout, then stderr
   * @throws AssertionError when it ends with another status than 0
   */
  public static String output(String... command) {
    try (ChildProcess process = ChildProcess.start(command[0], new ProcessBuilder(command))) {
      int status = process.awaitExit(Duration.ofMinutes(1));
      if (status != 0) {
        throw new AssertionError(command[0] + " ended with " + status + process.explanation());
      }
      return process.stdout() + process.stderr();
    }
  }
}
