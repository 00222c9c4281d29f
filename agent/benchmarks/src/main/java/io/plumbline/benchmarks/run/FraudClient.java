package io.plumbline.benchmarks.run;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks the example server whether a payment is fraud. */
final class FraudClient {
  private static final String PAYMENT =
      """
      {"amount": 812.5, "hour": 3, "distance_km": 880.0, "is_foreign": 1, "merchant_risk": 0.8,
       "card_age_days": 12, "payments_last_hour": 3, "amount_to_average": 6.5}
      """;
  private static final String ANSWERING = "answering on ";

  /** Made once, before anything is timed. */
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private FraudClient() {}

  /** Once it says so. */
  static String address(HostProcess host) throws IOException, InterruptedException {
    String line = host.awaitLine(said -> said.contains(ANSWERING));
    return line.substring(line.indexOf(ANSWERING) + ANSWERING.length()).strip();
  }

  static void ask(String address) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(address + "/fraud"))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(PAYMENT))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("the server answers " + answer.statusCode() + ": " + answer.body());
    }
  }
}
