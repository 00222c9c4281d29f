package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/** Capture that throws at every call changes nothing, and every call still counts. */
@Tag("host-unharmed")
class FailingCaptureIT {
  private static final String YAML =
      """
      methods:
        - class: com.acme.ChurnScorer
          method: scoreArray
          model: {name: busy, version: this.broken}
          features: this.broken
          prediction: {score: return.nothing, label: return.nothing}
      """;

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();

  @OnEachJdk
  void answersAreTheSameAndEveryCallCounts(Jdk jdk) {
    String withoutAgent;
    try (HostJvm host = HostJvm.on(jdk).testClasses().main("com.acme.ChurnService").start()) {
      assertThat(host.awaitExit(Duration.ofMinutes(1))).isZero();
      withoutAgent = host.stdout() + host.stderr();
    }
    try (HostJvm host =
        ScoringHosts.observed(
                HostJvm.on(jdk)
                    .testClasses()
                    .main(
                        "io.plumbline.it.host.AfterAgent",
                        "com.acme.ChurnService",
                        "com.acme.ChurnScorer"),
                "failing",
                receiver,
                OtlpProtocol.HTTP)
            .agent(YAML)
            .withTimeToEnd()
            .start()) {
      assertThat(host.awaitExit(Duration.ofMinutes(1))).isZero();
      assertThat(host.stdout() + host.stderr()).isEqualTo(withoutAgent);
      assertThat(receiver.spans()).hasSize(1000);
      assertThat(
              receiver
                  .awaitMetric("ml.inference.duration", any -> true)
                  .total("ml.model.name", "busy"))
          .isEqualTo(1000);
      assertThat(
              host.ownLogs().lines().filter(line -> line.contains("reading this.broken")).count())
          .as(host.ownLogs())
          .isBetween(1L, 20L);
    }
  }
}
