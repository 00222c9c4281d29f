package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Checkout;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.Jdks;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.RealBackends;
import io.plumbline.it.harness.RealCollector;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** What the quickstart compares, with the real Collector's {@code file} exporter as receiver. */
@RealBackends
class QuickstartComparisonIT {
  private static final Path EXAMPLES = Checkout.root().resolve("examples");
  private static final Path SERVER = EXAMPLES.resolve("fraud-server/target");
  private static final Path CLIENT = EXAMPLES.resolve("fraud-client/target/fraud-client.jar");

  @TempDir private Path folder;

  @OnEachJdk
  void whatTheCollectorWroteEqualsTheServersOwnLog(Jdk jdk) {
    Path answers = folder.resolve("answers.jsonl");
    try (RealCollector collector = RealCollector.start();
        HostJvm server =
            ScoringHosts.observed(
                    HostJvm.on(jdk)
                        .jar(
                            SERVER.resolve("fraud-server.jar"),
                            "--server.port=0",
                            "--models=" + SERVER.resolve("models"),
                            "--answers=" + answers),
                    "fraud-server",
                    collector,
                    OtlpProtocol.GRPC)
                .start()) {
      String address = server.awaitOutput("answering on (http://127.0.0.1:\\d+)").group(1);

      run("send", address, "100");

      run("check", collector.file().toString(), answers.toString());
    }
  }

  private static void run(String... arguments) {
    try (HostJvm client =
        HostJvm.on(Jdks.installed().findFirst().orElseThrow()).jar(CLIENT, arguments).start()) {
      int status = client.awaitExit(Duration.ofMinutes(2));

      assertThat(status).as(client.stdout() + client.stderr()).isZero();
    }
  }
}
