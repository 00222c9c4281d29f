package io.plumbline.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A program that a test started: what it wrote, how it ended. Ended by its handle. */
final class ChildProcess implements AutoCloseable {
  private static final Duration END_LIMIT = Duration.ofSeconds(20);

  private final String name;
  private final Process process;
  private final boolean wrapped;
  private final ProcessOutput stdout;
  private final ProcessOutput stderr;

  private ChildProcess(String name, Process process, boolean wrapped) {
    this.name = name;
    this.process = process;
    this.wrapped = wrapped;
    this.stdout = new ProcessOutput(name + "-stdout", process.getInputStream());
    this.stderr = new ProcessOutput(name + "-stderr", process.getErrorStream());
  }

  static ChildProcess start(String name, ProcessBuilder builder) {
    return start(name, builder, false);
  }

  /**
   * @param wrapped the program is the only child of what is started, which ends with it
   */
  static ChildProcess start(String name, ProcessBuilder builder, boolean wrapped) {
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return new ChildProcess(name, process, wrapped);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " did not start: " + builder.command(), e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String stdout() {
    return stdout.text();
  }

  String stderr() {
    return stderr.text();
  }

  /** Fails at once when the process ends without having said it. */
  MatchResult awaitOutput(Supplier<String> stream, String regex, Duration limit) {
    Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
    return awaitWhileAlive(
        limit,
        () -> {
          Matcher matcher = pattern.matcher(stream.get());
          return matcher.find() ? matcher.toMatchResult() : null;
        },
        "output that matches " + regex);
  }

  /** Fails at once when the process ends first. */
  <T> T awaitWhileAlive(Duration limit, Supplier<@Nullable T> attempt, String what) {
    return Await.until(
        limit,
        () -> {
          boolean ended = !isAlive();
          if (ended) {
            awaitOutputEnd();
          }
          T result = attempt.get();
          if (result == null && ended) {
            throw new AssertionError(
                name + " ended with " + process.exitValue() + " before: " + what + explanation());
          }
          return result;
        },
        () -> what + explanation());
  }

  int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(name + " still runs after " + limit + explanation());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + name, e);
    }
    awaitOutputEnd();
    return process.exitValue();
  }

  /** SIGTERM: shutdown hooks run. */
  void terminate() {
    // Through the handle: Process.destroy() also closes our end of the output, and its last words
    // are lost.
    program().destroy();
  }

  /** SIGKILL: nothing runs any more. Returns when the process is gone. */
  void kill9() {
    program().destroyForcibly();
    awaitExit(END_LIMIT);
  }

  private ProcessHandle program() {
    return wrapped ? process.children().findFirst().orElse(process.toHandle()) : process.toHandle();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill9();
    }
    FailureReport.closed(this);
  }

  String explanation() {
    String state = isAlive() ? "runs" : "ended with " + process.exitValue();
    return "\n----- "
        + name
        + " (pid "
        + pid()
        + ", "
        + state
        + "), stdout -----\n"
        + stdout()
        + "\n----- "
        + name
        + ", stderr -----\n"
        + stderr();
  }

  private void awaitOutputEnd() {
    stdout.awaitEnd();
    stderr.awaitEnd();
  }
}
