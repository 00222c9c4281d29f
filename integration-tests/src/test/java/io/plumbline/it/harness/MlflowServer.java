package io.plumbline.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * MLflow's scoring server (1.20.0, from Maven Central, with the class path it has there), which
 * nobody here wrote. Its module under {@code third-party} holds the class path and makes the model.
 */
public final class MlflowServer implements AutoCloseable {
  private static final Path MODULE =
      Checkout.root().resolve("integration-tests/third-party/mlflow");

  /** Needed by its MLeap on every JDK since 16. */
  private static final String OPEN = "--add-opens=java.base/java.lang=ALL-UNNAMED";

  private final HttpClient client = HttpClient.newHttpClient();
  private final HostJvm host;
  private final URI invocations;

  private MlflowServer(HostJvm host, int port) {
    this.host = host;
    this.invocations = URI.create("http://127.0.0.1:" + port + "/invocations");
  }

  /**
   * Makes the model {@code price = 50000 + 1200·area + 8000·rooms − 300·age} with MLeap's own API.
   *
   * @param folder to write it into
   */
  public static void makeModel(Path folder) {
    try (HostJvm maker =
        HostJvm.on(Jdk.running())
            .flags(OPEN)
            .classPath(MODULE.resolve("target/classes"))
            .jarsOf(MODULE.resolve("target/class-path"))
            .main("io.plumbline.it.mlflow.HousePriceModel", folder.toString())
            .start()) {
      int status = maker.awaitExit(Await.DEFAULT_LIMIT);
      if (status != 0) {
        throw new AssertionError("The model was not made: " + status + "\n" + maker.stderr());
      }
    }
  }

  /**
   * @param more what a user would add to the command line, for example the agent
   */
  public static MlflowServer start(Jdk jdk, Path model, UnaryOperator<HostJvmBuilder> more) {
    int port = FreePorts.find(1)[0];
    HostJvmBuilder plain =
        HostJvm.on(jdk)
            .flags(OPEN)
            .jarsOf(MODULE.resolve("target/class-path"))
            .main("org.mlflow.sagemaker.ScoringServer", model.toString(), String.valueOf(port));
    HostJvm host = more.apply(plain).start();
    try {
      host.awaitErrorOutput("Started scoring server on port: " + port);
    } catch (AssertionError e) {
      host.close();
      throw e;
    }
    return new MlflowServer(host, port);
  }

  public HostJvm host() {
    return host;
  }

  /**
   * @param frame as Pandas writes it: {@code {"columns": […], "data": [[…]]}}
   */
  public HttpResponse<String> invoke(String frame) {
    try {
      return client.send(
          HttpRequest.newBuilder(invocations)
              .timeout(Duration.ofSeconds(30))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(frame))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the server", e);
    }
  }

  @Override
  public void close() {
    host.close();
  }
}
