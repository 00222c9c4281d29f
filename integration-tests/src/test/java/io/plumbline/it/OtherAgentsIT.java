package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Checkout;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.ReceivedSpan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/**
 * Beside the OpenTelemetry Java agent, which has its own copy of the API, out of the host's sight.
 */
@Tag("host-unharmed")
class OtherAgentsIT {
  private static final Path OPEN_TELEMETRY =
      Checkout.root().resolve("integration-tests/target/other-agents/opentelemetry-javaagent.jar");
  private static final String YAML =
      """
      methods:
        - class: com.acme.ChurnScorer
          method: scoreArray
          model: {name: busy}
        - class: com.acme.ChurnScorer
          method: score
          model: {name: churn}
      """;

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();

  @OnEachJdk
  void inferenceIsAChildOfTheSpanThatTheOtherAgentMadeCurrent(Jdk jdk) {
    try (HostJvm host =
        ScoringHosts.observed(
                HostJvm.on(jdk)
                    .testClasses()
                    .flags("-javaagent:" + OPEN_TELEMETRY)
                    .main(
                        "io.plumbline.it.host.AfterAgent",
                        "com.acme.ChurnService",
                        "com.acme.ChurnScorer"),
                "both",
                receiver,
                OtlpProtocol.HTTP)
            .agent(YAML)
            .environment("OTEL_INSTRUMENTATION_METHODS_INCLUDE", "com.acme.ChurnService[main]")
            .environment("OTEL_METRICS_EXPORTER", "none")
            .environment("OTEL_LOGS_EXPORTER", "none")
            .withTimeToEnd()
            .start()) {
      assertThat(host.awaitExit(Duration.ofMinutes(4))).as(host.stderr()).isZero();
      assertThat(host.stdout()).contains("Answer[label=stays, probability=0.25]");
    }

    ReceivedSpan main = onlySpan("ChurnService.main");
    List<ReceivedSpan> churn = spans("predict churn");
    assertThat(churn).hasSize(2);
    assertThat(churn)
        .allSatisfy(
            span -> {
              assertThat(span.traceId()).isEqualTo(main.traceId());
              assertThat(span.parentSpanId()).isEqualTo(main.spanId());
            });
    assertThat(spans("predict busy")).hasSize(1000);
  }

  private ReceivedSpan onlySpan(String name) {
    assertThat(spans(name)).hasSize(1);
    return spans(name).get(0);
  }

  private List<ReceivedSpan> spans(String name) {
    return receiver.spans().stream().filter(span -> name.equals(span.name())).toList();
  }
}
