package io.plumbline.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the main of a test class in a JVM of its own, in directories of its own. */
final class ChildJvm {
  private final Path home;
  private final Path stderr;
  private final Process process;

  /**
   * @param home becomes working directory, home and temporary directory
   */
  ChildJvm(Path home, List<String> jvmOptions, Class<?> main, String... arguments)
      throws IOException {
    this.home = Files.createDirectories(home);
    this.stderr = Files.createTempFile("child", "err");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                "-XX:-UsePerfData",
                "-Duser.home=" + home,
                "-Djava.io.tmpdir=" + home));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    this.process =
        new ProcessBuilder(command).directory(home.toFile()).redirectError(stderr.toFile()).start();
  }

  Process process() {
    return process;
  }

  /** What is still to come, to its end. */
  String stdout() throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  String stderr() throws IOException {
    return Files.readString(stderr);
  }

  String stderrOrReason() {
    try {
      return stderr();
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** What it left in its directories. */
  List<Path> files() throws IOException {
    try (var files = Files.walk(home)) {
      return files.filter(file -> !file.equals(home)).toList();
    }
  }
}
