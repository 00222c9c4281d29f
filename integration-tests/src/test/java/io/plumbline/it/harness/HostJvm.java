package io.plumbline.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real JVM that runs somebody's application, with or without the agent.
 *
 * <pre>{@code
 * try (HostJvm host =
 *     HostJvm.on(jdk).testClasses().main(Scorer.class).agent().exportTo(receiver, GRPC).start()) {
 *   host.awaitOutput("ready on port (\\d+)");
 *   …
 * }
 * }</pre>
 */
public final class HostJvm implements AutoCloseable {
  private static final int LOG_TAIL_LINES = 300;

  private final ChildProcess process;
  private final Path directory;
  private final @Nullable TemporaryFolder ownDirectory;

  HostJvm(ChildProcess process, Path directory, @Nullable TemporaryFolder ownDirectory) {
    this.process = process;
    this.directory = directory;
    this.ownDirectory = ownDirectory;
    FailureReport.include(process, () -> process.explanation() + ownLogs());
  }

  public static HostJvmBuilder on(Jdk jdk) {
    return new HostJvmBuilder(jdk);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The working directory; the spool's default base is below it. */
  public Path directory() {
    return directory;
  }

  public String stdout() {
    return process.stdout();
  }

  public String stderr() {
    return process.stderr();
  }

  /**
   * Waits until stdout matches; fails at once when the JVM ends first.
   *
   * @param regex found anywhere; {@code ^} and {@code $} are those of a line
   */
  public MatchResult awaitOutput(String regex) {
    return process.awaitOutput(process::stdout, regex, Await.DEFAULT_LIMIT);
  }

  /** As {@link #awaitOutput}, for stderr. */
  public MatchResult awaitErrorOutput(String regex) {
    return process.awaitOutput(process::stderr, regex, Await.DEFAULT_LIMIT);
  }

  /** The exit status; after it, stdout and stderr are complete. */
  public int awaitExit(Duration limit) {
    return process.awaitExit(limit);
  }

  /** SIGTERM: shutdown hooks run. */
  public void terminate() {
    process.terminate();
  }

  /** SIGKILL: nothing runs any more. Returns when the process is gone. */
  public void kill9() {
    process.kill9();
  }

  @Override
  public void close() {
    process.close();
    if (ownDirectory != null) {
      ownDirectory.close();
    }
  }

  /** What Plumbline wrote about itself: the logs in its spool. */
  public String ownLogs() {
    StringBuilder logs = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).sorted().toList()) {
        logs.append("\n----- ").append(log).append(" -----\n").append(tail(log));
      }
    } catch (IOException | UncheckedIOException e) {
      logs.append("\n(the logs could not be read: ").append(e).append(')');
    }
    return logs.toString();
  }

  private static String tail(Path log) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    return String.join(
        "\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
  }
}
