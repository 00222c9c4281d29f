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

/** A backend that runs with a written configuration, in a folder of its own, until it is closed. */
final class BackendProcess implements AutoCloseable {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final TemporaryFolder folder;
  private final ChildProcess process;

  private BackendProcess(TemporaryFolder folder, ChildProcess process) {
    this.folder = folder;
    this.process = process;
    FailureReport.include(process, process::explanation);
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
    ProcessBuilder builder =
        new ProcessBuilder(program.toString(), "--config", file.toString())
            .directory(folder.path().toFile());
    BackendProcess started =
        new BackendProcess(folder, ChildProcess.start(program.getFileName().toString(), builder));
    try {
      started.process.awaitWhileAlive(
          Await.DEFAULT_LIMIT, () -> answers(health) ? true : null, health + " answers 200");
    } catch (AssertionError e) {
      started.close();
      throw e;
    }
    return started;
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
    process.close();
    folder.close();
  }

  private static boolean answers(URI health) {
    try {
      return get(health).statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }
}
