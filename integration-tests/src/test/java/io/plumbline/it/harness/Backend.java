package io.plumbline.it.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A program that {@code .ci/install-backends} builds. */
enum Backend {
  OTELCOL,
  JAEGER,
  /** Builds what a cluster would get. */
  KUSTOMIZE,
  /** The parser of Docker Compose, on its own. */
  COMPOSE_SPEC;

  static final String HOW_TO_GET_IT =
      "The real Collector and the real Jaeger are not here. Run .ci/install-backends once"
          + " (about 10 minutes, needs Go).";

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
}
