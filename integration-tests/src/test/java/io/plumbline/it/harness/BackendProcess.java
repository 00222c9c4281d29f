package io.plumbline.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A backend that runs in a folder of its own until it is closed. It can be killed, and started
 * again on what it left there.
 */
final class BackendProcess implements AutoCloseable {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** A broker in a JVM takes 5 s on a quiet machine, and ten times that on a busy one. */
  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  private final TemporaryFolder folder;
  private final ProcessBuilder builder;
  private final BooleanSupplier ready;
  private @Nullable ChildProcess process;

  private BackendProcess(TemporaryFolder folder, ProcessBuilder builder, BooleanSupplier ready) {
    this.folder = folder;
    this.builder = builder;
    this.ready = ready;
  }

  /**
   * @param program see {@link Backend#get}
   * @param health answers 200 as soon as the backend takes requests
   */
  static BackendProcess start(
      Path program, TemporaryFolder folder, String configuration, URI health) {
    Path file = folder.path().resolve("config.yaml");
    try {
      Files.writeString(file, configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return start(
        folder,
        List.of(program.toString(), "--config", file.toString()),
        Map.of(),
        () -> answers(health));
  }

  /**
   * @param environment beside what this process has
   * @param ready as soon as the backend takes requests
   */
  static BackendProcess start(
      TemporaryFolder folder,
      List<String> command,
      Map<String, String> environment,
      BooleanSupplier ready) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.path().toFile());
    builder.environment().putAll(environment);
    BackendProcess started = new BackendProcess(folder, builder, ready);
    try {
      started.start();
    } catch (AssertionError e) {
      started.close();
      throw e;
    }
    return started;
  }

  /** Again, after {@link #kill9()}. Returns when it takes requests. */
  void start() {
    ChildProcess begun =
        ChildProcess.start(Path.of(builder.command().get(0)).getFileName().toString(), builder);
    FailureReport.include(begun, begun::explanation);
    process = begun;
    begun.awaitWhileAlive(
        START_LIMIT, () -> ready.getAsBoolean() ? true : null, "it takes requests");
  }

  /** SIGKILL. Returns when it is gone. */
  void kill9() {
    if (process != null) {
      process.close();
    }
  }

  static boolean answers(URI health) {
    try {
      return get(health).statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /**
   * @throws UncheckedIOException when nobody answers
   */
  static HttpResponse<String> get(URI address) {
    try {
      return CLIENT.send(
          HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking " + address, e);
    }
  }

  /** Kills it: its data go with its folder, and Jaeger would wait 10 s for its clients to leave. */
  @Override
  public void close() {
    kill9();
    folder.close();
  }
}
