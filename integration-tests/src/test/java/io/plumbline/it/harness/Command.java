package io.plumbline.it.harness;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/** A program that runs, says something and ends. */
public final class Command {
  private Command() {}

  /** What the parser of Docker Compose makes of a file, as JSON; or an error. */
  public static String composed(Path file) {
    String parser = Backend.COMPOSE_SPEC.get().toString();
    return output(
        // It takes paths from where it runs, Docker Compose from where the file is.
        new ProcessBuilder(parser, "-format", "json", file.toString())
            .directory(Objects.requireNonNull(file.getParent()).toFile()));
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
    return output(new ProcessBuilder(command));
  }

  private static String output(ProcessBuilder builder) {
    String name = builder.command().get(0);
    try (ChildProcess process = ChildProcess.start(name, builder)) {
      int status = process.awaitExit(Duration.ofMinutes(1));
      if (status != 0) {
        throw new AssertionError(name + " ended with " + status + process.explanation());
      }
      return process.stdout() + process.stderr();
    }
  }
}
