package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.JaegerSpan;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.RealBackends;
import io.plumbline.it.harness.RealJaeger;
import io.plumbline.it.harness.RealPrometheus;
import io.plumbline.it.harness.ShippedCollector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code gateway.yaml}: two instances, which hand each other the traces that they decide about. */
@RealBackends
@Tag("collector-config")
class GatewayIT {
  @Test
  void keepsErrorsSlowAndUnsureInferencesRedactsAndWritesMetricsRemotely() {
    int calls = 400;
    try (RealJaeger jaeger = RealJaeger.start();
        RealPrometheus prometheus = RealPrometheus.start();
        ShippedCollector one = ShippedCollector.of("gateway.yaml");
        ShippedCollector two = ShippedCollector.of("gateway.yaml")) {
      String peers = "[\"" + one.peersEndpoint() + "\", \"" + two.peersEndpoint() + "\"]";
      for (ShippedCollector each : List.of(one, two)) {
        each.tracesTo(jaeger)
            .with("REMOTE_WRITE_ENDPOINT", prometheus.remoteWriteEndpoint())
            .with("GATEWAY_PEERS", peers)
            .with("DECISION_WAIT", "2s")
            .with("KEEP_PERCENT", "0")
            .start();
      }
      try (HostJvm host =
          CreditHosts.observed("loans", one, OtlpProtocol.GRPC, String.valueOf(calls), "300")
              .start()) {
        host.awaitOutput("scored " + calls);

        // Of twenty: two that fail, two that are unsure, one that is slow. None of the rest.
        jaeger.awaitSpans("loans", Map.of(), calls * 5 / 20);
        CreditHosts.awaitFinalCounts(prometheus, "loans", calls);
        // One that is neither may be slow on a machine that does much else.
        List<JaegerSpan> kept = jaeger.find("loans", Map.of());
        assertThat(kept).hasSizeBetween(calls * 5 / 20, calls * 6 / 20);
        assertThat(kept)
            .allSatisfy(span -> assertThat(span.tag("ml.input.mail")).isEqualTo("****"))
            .allSatisfy(span -> assertThat(span.tag("redaction.masked.count")).isEqualTo(1L));
        assertThat(jaeger.find("loans", Map.of("ml.input.income", "1000"))).hasSize(calls / 20);
        assertThat(jaeger.find("loans", Map.of("ml.input.income", "1002"))).hasSize(calls / 20);
        assertThat(jaeger.find("loans", Map.of("ml.input.income", "1017"))).hasSize(calls / 20);
        // Both have decided.
        for (ShippedCollector each : List.of(one, two)) {
          assertThat(each.metricsAboutItself())
              .containsPattern(
                  "otelcol_processor_tail_sampling_global_count_traces_sampled\\S*\\{");
        }
      }
    }
  }
}
