package io.plumbline.it.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A program that {@code .ci/install-backends} fetches. */
public enum Backend {
  OTELCOL,
  JAEGER,
  PROMETHEUS,
  PROMTOOL,
  ALERTMANAGER,
  AMTOOL,
  /** Builds what a cluster would get. */
  KUSTOMIZE,
  /** The parser of Docker Compose, on its own. */
  COMPOSE_SPEC,
  /** A library: what a process hears of the clock. */
  LIBFAKETIME;

  static final String HOW_TO_GET_IT =
      "The real Collector, Jaeger, Prometheus and Alertmanager are not here."
          + " Run .ci/install-backends once (about 15 minutes, needs Go and apt-get).";

  /** By the script, the one place that knows where it puts them. */
  Optional<Path> find() {
    ProcessBuilder where =
        new ProcessBuilder(
            Checkout.root().resolve(".ci/install-backends").toString(),
            "--where",
            name().toLowerCase(Locale.ROOT).replace('_', '-'));
    try (ChildProcess script = ChildProcess.start("install-backends", where)) {
      return script.awaitExit(Duration.ofSeconds(30)) == 0
          ? Optional.of(Path.of(script.stdout().strip()))
          : Optional.empty();
    }
  }

  Path get() {
    return find().orElseThrow(() -> new IllegalStateException(HOW_TO_GET_IT));
  }

  /**
   * Runs it to its end.
   *
   * @param directory to run it in
   * @return what it wrote, stdout and then stderr
   * @throws AssertionError when it ends with anything but 0
   */
  public String run(Path directory, List<String> arguments) {
    ProcessBuilder builder = new ProcessBuilder(get().toString()).directory(directory.toFile());
    builder.command().addAll(arguments);
    try (ChildProcess tool = ChildProcess.start(name().toLowerCase(Locale.ROOT), builder)) {
      int status = tool.awaitExit(Duration.ofMinutes(4));
      if (status != 0) {
        throw new AssertionError(builder.command() + " ended with " + status + tool.explanation());
      }
      return tool.stdout() + tool.stderr();
    }
  }
}
