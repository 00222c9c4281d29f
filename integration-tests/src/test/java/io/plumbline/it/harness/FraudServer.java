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

/** The example: a Spring Boot server with an XGBoost and an ONNX model. */
public final class FraudServer implements AutoCloseable {
  /** Of {@code /fraud}, which XGBoost answers. */
  public static final String PAYMENT =
      """
      {"amount": 812.5, "hour": 3, "distance_km": 880.0, "is_foreign": 1, "merchant_risk": 0.8,
       "card_age_days": 12, "payments_last_hour": 3, "amount_to_average": 6.5}
      """;

  /** Of {@code /category}, which ONNX Runtime answers. */
  public static final String PURCHASE =
      """
      {"amount": 81.5, "hour": 13, "items": 4, "distance_km": 3.5, "channel": "online"}
      """;

  private static final Path TARGET = Checkout.root().resolve("examples/fraud-server/target");

  private final HttpClient client = HttpClient.newHttpClient();
  private final HostJvm host;
  private final String address;

  private FraudServer(HostJvm host, String address) {
    this.host = host;
    this.address = address;
  }

  /**
   * @param more what a user would add to the command line, for example the agent
   */
  public static FraudServer start(Jdk jdk, UnaryOperator<HostJvmBuilder> more) {
    HostJvmBuilder plain =
        HostJvm.on(jdk)
            .flags("-Xmx512m", "-XX:TieredStopAtLevel=1")
            .jar(
                TARGET.resolve("fraud-server.jar"),
                "--server.port=0",
                "--models=" + TARGET.resolve("models"));
    HostJvm host = more.apply(plain).start();
    try {
      return new FraudServer(
          host, host.awaitOutput("answering on (http://127.0.0.1:\\d+)").group(1));
    } catch (AssertionError e) {
      host.close();
      throw e;
    }
  }

  public HostJvm host() {
    return host;
  }

  public String ask(String path, String json) {
    try {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(address + path))
                  .timeout(Duration.ofSeconds(60))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(json))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
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
