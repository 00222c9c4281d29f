package io.plumbline.it.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The real Prometheus with the configuration and the rules of {@code collector-config/prometheus};
 * only targets are replaced, and 15 s become 1 s.
 */
public final class RealPrometheus implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int port = FreePorts.find(1)[0];
  private final BackendProcess process;

  private RealPrometheus(
      @Nullable ShippedCollector scraped,
      @Nullable RealAlertmanager alertmanager,
      Map<String, String> moreReplaced) {
    TemporaryFolder folder = new TemporaryFolder("plumbline-prometheus-");
    Map<String, String> replaced = new LinkedHashMap<>();
    replaced.put("15s", "1s");
    if (scraped != null) {
      replaced.put("127.0.0.1:8889", scraped.pageForPrometheus());
      replaced.put("127.0.0.1:8888", scraped.pageAboutItself());
    }
    if (alertmanager != null) {
      replaced.put("127.0.0.1:9093", alertmanager.address());
    }
    replaced.putAll(moreReplaced);
    copyConfiguration(folder.path(), replaced);
    URI ready = URI.create("http://127.0.0.1:" + port + "/-/ready");
    process =
        BackendProcess.start(
            folder,
            List.of(
                Backend.PROMETHEUS.get().toString(),
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=data",
                "--web.listen-address=127.0.0.1:" + port,
                "--web.enable-remote-write-receiver",
                "--enable-feature=native-histograms,exemplar-storage"),
            Map.of(),
            () -> BackendProcess.answers(ready));
  }

  /** Waits to be written to. */
  public static RealPrometheus start() {
    return new RealPrometheus(null, null, Map.of());
  }

  public static RealPrometheus scraping(ShippedCollector collector) {
    return new RealPrometheus(collector, null, Map.of());
  }

  /**
   * @param replaced further text of the configuration and the rules, by what stands in its place
   */
  public static RealPrometheus scraping(
      ShippedCollector collector, RealAlertmanager alertmanager, Map<String, String> replaced) {
    return new RealPrometheus(collector, alertmanager, replaced);
  }

  /** Where the shipped configuration is. */
  public static Path folder() {
    return Checkout.root().resolve("collector-config/prometheus");
  }

  public String remoteWriteEndpoint() {
    return "http://127.0.0.1:" + port + "/api/v1/write";
  }

  /**
   * @throws AssertionError when Prometheus does not understand it
   */
  public List<PrometheusSample> query(String promql) {
    List<PrometheusSample> samples = new ArrayList<>();
    for (JsonNode series : get("/api/v1/query?query=" + encode(promql)).path("result")) {
      Map<String, String> labels = new LinkedHashMap<>();
      series
          .path("metric")
          .properties()
          .forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
      JsonNode value = series.path("value").path(1);
      samples.add(
          new PrometheusSample(labels, value.isMissingNode() ? Double.NaN : value.asDouble()));
    }
    return samples;
  }

  /** Of all its series. */
  public double sum(String promql) {
    return query(promql).stream().mapToDouble(PrometheusSample::value).sum();
  }

  /** The answer, as soon as it is as it should be. */
  public List<PrometheusSample> awaitQuery(
      String promql, Predicate<List<PrometheusSample>> asItShould) {
    return Await.until(
        Await.DEFAULT_LIMIT,
        () -> {
          List<PrometheusSample> answer = query(promql);
          return asItShould.test(answer) ? answer : null;
        },
        () -> promql + " in Prometheus; it answers " + query(promql));
  }

  public void awaitSum(String promql, double sum) {
    awaitQuery(promql, answer -> answer.stream().mapToDouble(PrometheusSample::value).sum() == sum);
  }

  /** Exemplars of a series: their labels. */
  public List<Map<String, String>> exemplars(String promql) {
    List<Map<String, String>> all = new ArrayList<>();
    String range =
        "&start="
            + (System.currentTimeMillis() / 1000 - 3600)
            + "&end="
            + (System.currentTimeMillis() / 1000 + 60);
    for (JsonNode series : get("/api/v1/query_exemplars?query=" + encode(promql) + range)) {
      for (JsonNode exemplar : series.path("exemplars")) {
        Map<String, String> labels = new LinkedHashMap<>();
        exemplar
            .path("labels")
            .properties()
            .forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
        all.add(labels);
      }
    }
    return all;
  }

  @Override
  public void close() {
    process.close();
  }

  private JsonNode get(String pathAndQuery) {
    URI address = URI.create("http://127.0.0.1:" + port + pathAndQuery);
    HttpResponse<String> response = BackendProcess.get(address);
    try {
      JsonNode answer = JSON.readTree(response.body());
      if (response.statusCode() != 200 || !answer.path("status").asText().equals("success")) {
        throw new AssertionError(address + ": " + response.statusCode() + " " + response.body());
      }
      return answer.path("data");
    } catch (JsonProcessingException e) {
      throw new AssertionError(address + " answered no JSON: " + response.body(), e);
    }
  }

  private static void copyConfiguration(Path to, Map<String, String> replaced) {
    try (Stream<Path> files = Files.list(folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file);
        for (Map.Entry<String, String> each : replaced.entrySet()) {
          text = text.replace(each.getKey(), each.getValue());
        }
        Files.writeString(to.resolve(file.getFileName()), text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
