package com.acme.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** The whole server over HTTP, with the models that the build trained. */
class FraudServerTest {
  private static final String LIKELY_FRAUD =
      """
      {"amount":812.5,"hour":3,"distance_km":420,"is_foreign":1,"merchant_risk":0.9,
       "card_age_days":12,"payments_last_hour":5,"amount_to_average":6.1}""";
  private static final String ORDINARY =
      """
      {"amount":23.4,"hour":14,"distance_km":2.5,"is_foreign":0,"merchant_risk":0.05,
       "card_age_days":1200,"payments_last_hour":0,"amount_to_average":0.8}""";
  private static final String FLIGHT =
      """
      {"amount":420.5,"hour":13,"items":1,"distance_km":812.5,"channel":"online"}""";
  private static final String LUNCH =
      """
      {"amount":33,"hour":19,"items":3,"distance_km":2.5,"channel":"pos"}""";

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir Path directory;

  private Path answerLog;
  private ServletWebServerApplicationContext server;

  @BeforeEach
  void startServer() {
    answerLog = directory.resolve("answers.jsonl");
    server =
        (ServletWebServerApplicationContext)
            SpringApplication.run(
                FraudServer.class,
                "--server.port=0",
                "--logging.level.root=WARN",
                "--models=" + System.getProperty("models"),
                "--answers=" + answerLog);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void fraudTellsLikelyFraudFromAnOrdinaryPayment() {
    JsonNode fraud = post("/fraud", LIKELY_FRAUD, 200);
    JsonNode ordinary = post("/fraud", ORDINARY, 200);

    assertThat(fraud.get("label").textValue()).isEqualTo("1");
    assertThat(fraud.get("probability").floatValue()).isGreaterThan(0.9f);
    assertThat(ordinary.get("label").textValue()).isEqualTo("0");
    assertThat(ordinary.get("probability").floatValue()).isGreaterThan(0.9f);
  }

  @Test
  void orderOfFeaturesInTheRequestDoesNotMatter() throws IOException {
    ObjectNode payment = (ObjectNode) json.readTree(LIKELY_FRAUD);
    payment.set("amount", payment.remove("amount"));

    assertThat(post("/fraud", payment.toString(), 200))
        .isEqualTo(post("/fraud", LIKELY_FRAUD, 200));
  }

  @Test
  void missingAndNullFeaturesAreTheSameToTheForest() throws IOException {
    ObjectNode without = (ObjectNode) json.readTree(ORDINARY);
    without.remove("distance_km");
    ObjectNode empty = (ObjectNode) json.readTree(ORDINARY);
    empty.putNull("distance_km");

    assertThat(post("/fraud", without.toString(), 200))
        .isEqualTo(post("/fraud", empty.toString(), 200))
        .isNotEqualTo(post("/fraud", ORDINARY, 200));
  }

  @Test
  void batchAnswersEachRowAsIfAskedAlone() {
    String rows = "[" + LIKELY_FRAUD + "," + ORDINARY + "]";

    assertThat(post("/fraud/batch", rows, 200))
        .containsExactly(post("/fraud", LIKELY_FRAUD, 200), post("/fraud", ORDINARY, 200));
  }

  @Test
  void categoryAnswersLabelAndProbabilityOfEach() {
    JsonNode flight = post("/category", FLIGHT, 200);

    assertThat(flight.get("label").textValue()).isEqualTo("travel");
    assertThat(flight.get("probability")).isEqualTo(flight.get("probabilities").get("travel"));
    assertThat(flight.get("probabilities").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("dining", "electronics", "fuel", "groceries", "travel");
    double sum = flight.get("probabilities").valueStream().mapToDouble(JsonNode::doubleValue).sum();
    assertThat(sum).isCloseTo(1, within(1e-5));
  }

  @Test
  void categoryBatchAnswersEachRow() {
    JsonNode answers = post("/category/batch", "[" + FLIGHT + "," + LUNCH + "]", 200);

    assertThat(answers.findValuesAsText("label")).containsExactly("travel", "dining");
  }

  @Test
  void featureUnknownToTheForestIsTheForestsError() {
    String payment = ORDINARY.replace("{", "{\"altitude\":12,");

    JsonNode answer = post("/fraud", payment, 422);

    assertThat(answer.get("error").textValue()).contains("columns does not match");
  }

  @Test
  void missingAndUnseenInputsAreErrorsOfOnnxRuntime() {
    JsonNode missing = post("/category", LUNCH.replace("channel", "chanel"), 400);
    JsonNode incomplete = post("/category", LUNCH.replace(",\"channel\":\"pos\"", ""), 422);
    JsonNode unseen = post("/category", LUNCH.replace("pos", "fax"), 422);
    JsonNode unknown = post("/category", LUNCH.replace("{", "{\"altitude\":12,"), 422);

    assertThat(missing.get("error").textValue()).contains("chanel");
    assertThat(incomplete.get("error").textValue()).contains("Missing Input: channel");
    assertThat(unseen.get("error").textValue()).contains("Unknown Category");
    assertThat(unknown.get("error").textValue()).contains("number of inputs");
  }

  @Test
  void requestsThatAskNothingAreAnsweredWithoutAModel() {
    post("/fraud", ORDINARY.replace("14", "\"noon\""), 400);
    post("/category", LUNCH.replace("19", "19.5"), 400);
    post("/fraud/batch", "[]", 400);
    post("/fraud/batch", "[null]", 400);
    post("/fraud", "{", 400);

    assertThat(logged()).isEmpty();
  }

  @Test
  void answerLogHoldsOneLineForEachQuestion() throws IOException {
    JsonNode answer = post("/fraud", ORDINARY, 200);
    JsonNode batch = post("/category/batch", "[" + FLIGHT + "," + LUNCH + "]", 200);
    post("/category", LUNCH.replace("pos", "fax"), 422);

    List<JsonNode> lines = logged();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0).get("model").textValue()).isEqualTo("fraud");
    assertThat(lines.get(0).get("rows")).containsExactly(json.readTree(ORDINARY));
    assertThat(lines.get(0).get("answers")).containsExactly(answer);
    assertThat(lines.get(1).get("answers")).isEqualTo(batch);
    assertThat(lines.get(2).get("answers")).isNull();
    assertThat(lines.get(2).get("error").get("type").textValue())
        .isEqualTo("ai.onnxruntime.OrtException");
  }

  @Test
  void healthNamesTheModels() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri("/health")).build();

    JsonNode health = json.readTree(client.send(request, BodyHandlers.ofString()).body());

    assertThat(health.get("models"))
        .isEqualTo(json.readTree("{\"fraud\":\"7\",\"category\":\"3\"}"));
  }

  private JsonNode post(String path, String body, int expectedStatus) {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(expectedStatus);
      return json.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getWebServer().getPort() + path);
  }

  private List<JsonNode> logged() {
    try {
      return Files.readAllLines(answerLog).stream().map(this::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode parse(String line) {
    try {
      return json.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
