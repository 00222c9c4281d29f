package io.plumbline.status;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The process that the agent is in.
 *
 * @param pid as the process itself knows it; another one outside of its container
 * @param started null where the system does not tell
 * @param jvm for example {@code OpenJDK 64-Bit Server VM 17.0.15+6}
 * @param directory working directory
 * @param agentStarted when the agent began
 */
public record ProcessFacts(
    long pid,
    @Nullable Instant started,
    String jvm,
    String directory,
    String agentVersion,
    Instant agentStarted) {
  /** Of this process. */
  public static ProcessFacts current(String agentVersion, Instant agentStarted) {
    ProcessHandle self = ProcessHandle.current();
    return new ProcessFacts(
        self.pid(),
        self.info().startInstant().orElse(null),
        System.getProperty("java.vm.name", "JVM") + " " + Runtime.version(),
        Path.of("").toAbsolutePath().toString(),
        agentVersion,
        agentStarted);
  }
}
