package io.plumbline.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The JDKs of this machine that hosts are run on. */
public final class Jdks {
  private static final int NEWEST = 25;

  private Jdks() {}

  /**
   * The running JDK, and 25 where it is found: where {@code PLUMBLINE_JDK_25} points, else beside
   * the running one.
   */
  public static Stream<Jdk> installed() {
    Jdk running = Jdk.running();
    if (running.feature() == NEWEST) {
      return Stream.of(running);
    }
    return Stream.concat(Stream.of(running), newest(running).stream());
  }

  /** The newest of them. */
  public static Jdk newest() {
    return installed().max(Comparator.comparingInt(Jdk::feature)).orElseThrow();
  }

  private static Optional<Jdk> newest(Jdk running) {
    String configured = System.getenv("PLUMBLINE_JDK_25");
    if (configured != null && !configured.isEmpty()) {
      return Optional.of(
          Jdk.at(Path.of(configured))
              .filter(jdk -> jdk.feature() == NEWEST)
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "PLUMBLINE_JDK_25=" + configured + " is no JDK 25")));
    }
    Path beside = running.home().getParent();
    if (beside == null) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(beside)) {
      return homes
          .sorted(Comparator.naturalOrder())
          .map(Jdk::at)
          .flatMap(Optional::stream)
          .filter(jdk -> jdk.feature() == NEWEST)
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
