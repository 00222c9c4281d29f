package io.plumbline.it.harness;

import java.nio.file.Files;
import java.nio.file.Path;

/** The working copy these tests run in. */
public final class Checkout {
  private Checkout() {}

  /** Where {@code .ci} is, seen from the module's directory (Maven) or the root (most IDEs). */
  public static Path root() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isExecutable(folder.resolve(".ci/install-backends"))) {
        return folder;
      }
    }
    throw new IllegalStateException(here + " is not inside a checkout of Plumbline");
  }

  /** The jar that users have; built by {@code agent/dist}. */
  public static Path agentJar() {
    Path jar = root().resolve("agent/dist/target/plumbline.jar");
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is not built yet; run mvn package");
    }
    return jar;
  }
}
