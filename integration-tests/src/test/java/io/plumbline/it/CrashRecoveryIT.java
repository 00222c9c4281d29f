package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.DeliveredInferences;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.InferenceLedger;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} under load, at any moment, loses nothing that a call had returned from. */
@Tag("crash-recovery")
class CrashRecoveryIT {
  private static final int THREADS = 4;

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path directory;

  @OnEachJdk
  void everyCallThatReturnedArrives(Jdk jdk) {
    LedgerHosts hosts = new LedgerHosts(directory, receiver, OtlpProtocol.GRPC);
    DeliveredInferences delivered = LedgerHosts.delivered(receiver);
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

    for (int kill = 0; kill < 3; kill++) {
      try (HostJvm host = hosts.next(jdk, THREADS, 500).start()) {
        host.awaitOutput("scoring");
        long enough = random.nextLong(1, 2000);
        Await.that(
            Await.DEFAULT_LIMIT,
            () -> hosts.ledger(hosts.runs()).returned() > enough,
            () -> enough + " calls");
        host.kill9();
      }
    }

    try (HostJvm last = hosts.next(jdk, THREADS, 10).start()) {
      last.awaitOutput("scoring");
      for (int run = 1; run < hosts.runs(); run++) {
        InferenceLedger ledger = hosts.ledger(run);
        Await.that(
            Await.DEFAULT_LIMIT,
            () -> delivered.missing(ledger).isEmpty(),
            () ->
                "of run "
                    + ledger.run()
                    + " of "
                    + ledger.returned()
                    + ": "
                    + delivered.missing(ledger));
        assertThat(delivered.beyond(ledger)).hasSizeLessThanOrEqualTo(THREADS);
        assertThat(ledger.failed()).isZero();
      }
    }
  }
}
