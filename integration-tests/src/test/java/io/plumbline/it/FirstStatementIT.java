package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** No inference is missed at start, not even that of a main whose first statement is one. */
@Tag("inference-path")
class FirstStatementIT {
  @TempDir private static Path models;
  private static Path model;

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();

  @BeforeAll
  static void train() {
    model = ScoringHosts.trainBooster(models);
  }

  @OnEachJdk
  void inferenceInTheFirstStatementOfMainIsASpan(Jdk jdk) {
    try (HostJvm host =
        ScoringHosts.observed(
                ScoringHosts.withXgboost(jdk)
                    .main("io.plumbline.it.host.FirstStatement", model.toString()),
                "first-statement",
                receiver,
                OtlpProtocol.GRPC)
            .withTimeToEnd()
            .start()) {
      assertThat(host.awaitExit(Duration.ofMinutes(1))).isZero();

      assertThat(receiver.spans()).hasSize(1);
      assertThat(receiver.spans().get(0).attributes())
          .containsEntry("ml.model.name", "one")
          .containsEntry("ml.input.features.0", (double) 0.7f)
          .containsEntry("ml.prediction.score", (double) Float.parseFloat(host.stdout().strip()));
    }
  }
}
