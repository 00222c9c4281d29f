package io.plumbline.status;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which configuration is in force.
 *
 * @param service {@code service.name}, with its namespace before it
 * @param file null when none is named: flags, environment and defaults
 * @param fingerprint of all effective files, so that two processes can be compared without showing
 *     what is in them; null without a file
 * @param loaded when it came into force
 * @param warnings what is set and has no effect, or another than one may think
 */
public record ConfigurationFacts(
    String service,
    @Nullable String file,
    @Nullable String fingerprint,
    Instant loaded,
    String captureValues,
    String sampling,
    List<String> warnings) {
  public ConfigurationFacts {
    warnings = List.copyOf(warnings);
  }
}
