package io.plumbline.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * The clock of a machine that somebody sets, for the hosts that are told to go by it: what they
 * hear of the wall clock, and of nothing else, by libfaketime. Needs {@link RealBackends}.
 */
public final class FakeTime {
  private final Path offset;

  /**
   * @param directory where nobody else has a file {@code clock}
   */
  public FakeTime(Path directory) {
    offset = directory.resolve("clock");
    set(Duration.ZERO);
  }

  /** From now on it is wrong by so much. */
  public void set(Duration by) {
    Path next = offset.resolveSibling("clock.next");
    try {
      Files.writeString(next, "%+d".formatted(by.toSeconds()), UTF_8);
      // At once: no host reads half of it.
      Path ignored = Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes by it. */
  public HostJvmBuilder over(HostJvmBuilder host) {
    return host.environment("LD_PRELOAD", Backend.LIBFAKETIME.get().toString())
        .environment("FAKETIME_TIMESTAMP_FILE", offset.toString())
        .environment("FAKETIME_NO_CACHE", "1")
        .environment("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        // Else whoever waits for some time waits for none.
        .environment("FAKETIME_FORCE_MONOTONIC_FIX", "0");
  }
}
