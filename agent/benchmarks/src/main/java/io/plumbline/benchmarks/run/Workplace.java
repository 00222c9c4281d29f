package io.plumbline.benchmarks.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where everything is that is measured.
 *
 * @param root the checkout
 * @param scratch for working directories of hosts; each is its own
 */
record Workplace(Path root, Path scratch) {
  Path agentJar() {
    return root.resolve("agent/dist/target/plumbline.jar");
  }

  Path benchmarks() {
    return root.resolve("agent/benchmarks");
  }

  /**
   * @param artifact without version
   */
  Path otherAgent(String artifact) {
    return benchmarks().resolve("target/other-agents/" + artifact + ".jar");
  }

  Path fraudServer() {
    return root.resolve("examples/fraud-server/target/fraud-server.jar");
  }

  /** The hosts of {@code com.acme.scoring}, with their libraries and nothing of Plumbline. */
  String hostClassPath() {
    try (Stream<Path> jars = Files.list(benchmarks().resolve("target/host-libraries"))) {
      return Stream.concat(Stream.of(benchmarks().resolve("target/classes")), jars.sorted())
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));
    } catch (IOException e) {
      throw new IllegalStateException("run agent/benchmarks/run, which puts them there", e);
    }
  }

  /** Only the hosts themselves: for those who need no library. */
  String bareClassPath() {
    return benchmarks().resolve("target/classes").toString();
  }

  Path newDirectory(String name) throws IOException {
    return Files.createTempDirectory(
        Files.createDirectories(scratch), name.replaceAll("[^a-zA-Z0-9]+", "-") + "-");
  }

  /** Those that are not there. */
  List<Path> missing(List<Path> needed) {
    return needed.stream().filter(path -> !Files.exists(path)).toList();
  }
}
