package io.plumbline.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An installed JDK. */
record Jdk(int feature, String version, Path home) {
  private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"((\\d+)[^\"]*)\"");

  Path java() {
    return home.resolve("bin/java");
  }

  Path jcmd() {
    return home.resolve("bin/jcmd");
  }

  /**
   * The running one and those beside it.
   *
   * @throws IllegalStateException when one of these is not there
   */
  static List<Jdk> find(List<Integer> features) {
    List<Jdk> installed = installed();
    List<Jdk> found = new ArrayList<>();
    for (int feature : features) {
      found.add(
          installed.stream()
              .filter(jdk -> jdk.feature == feature)
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "No JDK " + feature + " beside " + System.getProperty("java.home"))));
    }
    return found;
  }

  private static List<Jdk> installed() {
    Path running = Path.of(System.getProperty("java.home"));
    List<Jdk> jdks = new ArrayList<>();
    of(running).ifPresent(jdks::add);
    Path beside = running.getParent();
    if (beside != null) {
      try (Stream<Path> homes = Files.list(beside)) {
        homes.sorted().map(Jdk::of).flatMap(Optional::stream).forEach(jdks::add);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return jdks;
  }

  private static Optional<Jdk> of(Path home) {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isRegularFile(release)) {
      return Optional.empty();
    }
    try {
      Matcher version = VERSION.matcher(Files.readString(release, StandardCharsets.UTF_8));
      return version.find()
          ? Optional.of(new Jdk(Integer.parseInt(version.group(2)), version.group(1), home))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "JDK " + feature;
  }
}
