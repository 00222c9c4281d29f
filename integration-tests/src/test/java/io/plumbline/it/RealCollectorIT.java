package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.JaegerSpan;
import io.plumbline.it.harness.Jdks;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.RealBackends;
import io.plumbline.it.harness.RealCollector;
import io.plumbline.it.harness.RealJaeger;
import io.plumbline.it.harness.ReceivedMetric;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The way that we ship: agent, real Collector, real Jaeger and what Prometheus would scrape. */
@RealBackends
class RealCollectorIT {
  @AutoClose private static RealJaeger jaeger;
  @AutoClose private static RealCollector collector;
  @TempDir private Path models;

  @BeforeAll
  static void start() {
    jaeger = RealJaeger.start();
    collector = RealCollector.startInFrontOf(jaeger);
  }

  @ParameterizedTest
  @EnumSource
  void inferenceIsFoundInJaegerByAFeatureAndCountedInPrometheus(OtlpProtocol protocol) {
    String service = "payments-" + protocol.name();
    runHost(service, protocol);

    List<JaegerSpan> found = jaeger.awaitSpans(service, Map.of("ml.input.country", "FR"), 1);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).operationName()).isEqualTo("predict payment");
    assertThat(found.get(0).resource()).containsEntry("service.name", service);
    assertThat(found.get(0).tags())
        .containsEntry("ml.input.amount", (double) 12.1f)
        .containsEntry("ml.input.rate", 0.1)
        .containsEntry("ml.input.visits", 9_007_199_254_740_993L)
        .containsEntry("ml.prediction.score", (double) 12.1f)
        .containsEntry("ml.model.name", "payment")
        .containsEntry("ml.batch.size", 1L);
    Map<String, String> refused = Map.of("error.type", "ai.onnxruntime.OrtException");
    assertThat(jaeger.awaitSpans(service, refused, 1))
        .extracting(span -> span.tag("error"))
        .containsExactly(true);

    ReceivedMetric written =
        collector.awaitMetric(
            "ml.inference.duration",
            metric ->
                service.equals(metric.resourceAttributes().get("service.name"))
                    && metric.total() == 1003);
    assertThat(written.total("ml.model.name", "busy")).isEqualTo(1000);
    collector.awaitScrape(
        "ml_inference_duration_seconds_count\\{(?=.*ml_model_name=\"busy\")"
            + "(?=.*service_name=\""
            + service
            + "\").*} 1000");
  }

  private void runHost(String service, OtlpProtocol protocol) {
    ScoringHosts.writeModelOfFourTypes(models.resolve("payment.onnx"));
    for (String name : List.of("rows", "refusing", "busy")) {
      ScoringHosts.writeModelOfThreeNumbers(models.resolve(name + ".onnx"));
    }
    try (HostJvm host =
        ScoringHosts.observed(
                ScoringHosts.withOnnxRuntime(Jdks.installed().findFirst().orElseThrow())
                    .main("io.plumbline.it.host.OnnxScoring", models.toString()),
                service,
                collector,
                protocol)
            .withTimeToEnd()
            .start()) {
      assertThat(host.awaitExit(Duration.ofMinutes(2))).isZero();
    }
  }
}
