package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plumbline.it.harness.Checkout;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.Jdks;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.RealBackends;
import io.plumbline.it.harness.RealPrometheus;
import io.plumbline.it.harness.ShippedCollector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every panel and every variable of every dashboard, asked of a real Prometheus that scraped the
 * fraud server under varied load: no error, and no empty answer. Grafana itself is not needed for
 * it.
 */
@RealBackends
@Tag("collector-config")
class DashboardsIT {
  private static final Path DASHBOARDS =
      Checkout.root().resolve("collector-config/grafana/dashboards");
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");

  /** What Grafana would fill in. The load is within the last minutes. */
  private static final Map<String, String> BUILT_IN =
      Map.of("$__rate_interval", "5m", "$__range", "5m");

  @AutoClose private static OtlpReceiver traces;
  @AutoClose private static ShippedCollector collector;
  @AutoClose private static RealPrometheus prometheus;
  @AutoClose private static HostJvm server;
  @TempDir private static Path directory;

  @BeforeAll
  static void observe() {
    traces = OtlpReceiver.start();
    collector = ShippedCollector.of("agent.yaml").tracesTo(traces).start();
    prometheus = RealPrometheus.scraping(collector);
    server =
        ScoringHosts.observed(
                HostJvm.on(Jdks.installed().findFirst().orElseThrow())
                    .jar(built("fraud-server"), "--server.port=0")
                    .directory(directory),
                "fraud-server",
                collector,
                OtlpProtocol.HTTP)
            .start();
    String url = server.awaitOutput("answering on (http://\\S+)").group(1);
    // Two times, with a scrape in between: a rate needs two samples.
    send(url, 200);
    prometheus.awaitQuery("sum(plumbline_inferences_total) > 0", answer -> !answer.isEmpty());
    double before = prometheus.sum("ml_inference_duration_seconds_count");
    send(url, 300);
    prometheus.awaitQuery(
        "sum(ml_inference_duration_seconds_count) >= " + (before + 200),
        answer -> !answer.isEmpty());
  }

  private static void send(String url, int requests) {
    try (HostJvm client =
        HostJvm.on(Jdks.installed().findFirst().orElseThrow())
            .jar(built("fraud-client"), "send", url, String.valueOf(requests))
            .start()) {
      assertThat(client.awaitExit(Duration.ofMinutes(2))).isZero();
    }
  }

  private static Path built(String example) {
    return Checkout.root().resolve("examples/" + example + "/target/" + example + ".jar");
  }

  static Stream<Path> dashboards() {
    return Stream.of("agent", "fleet", "model").map(name -> DASHBOARDS.resolve(name + ".json"));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyPanelHasAnAnswer(Path file) throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
    List<String> silent = new ArrayList<>();
    int asked = 0;

    for (JsonNode panel : dashboard.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        asked++;
        String query = filledIn(target.path("expr").asText());
        if (prometheus.query(query).stream().allMatch(series -> Double.isNaN(series.value()))) {
          silent.add(panel.path("title").asText() + ": " + query);
        }
      }
    }
    assertThat(asked).isGreaterThan(10);
    assertThat(silent).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyVariableHasValues(Path file) throws IOException {
    JsonNode variables = new ObjectMapper().readTree(file.toFile()).at("/templating/list");

    assertThat(variables).isNotEmpty();
    for (JsonNode variable : variables) {
      Matcher query = LABEL_VALUES.matcher(variable.path("query").path("query").asText());
      if (query.matches()) {
        String series = filledIn(query.group(1));
        assertThat(prometheus.query("count by (" + query.group(2) + ") (" + series + ")"))
            .as(variable.path("name").asText())
            .isNotEmpty()
            .allSatisfy(value -> assertThat(value.label(query.group(2))).isNotEmpty());
      }
    }
  }

  /** The model that has everything a model can have; all of the rest. */
  private static String filledIn(String query) {
    String filled = query;
    for (Map.Entry<String, String> each : BUILT_IN.entrySet()) {
      filled = filled.replace(each.getKey(), each.getValue());
    }
    return filled.replace("$model", "fraud").replaceAll("\\$[a-z]+", ".*");
  }
}
