package io.plumbline.it;

import io.plumbline.it.harness.DeliveredInferences;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.HostJvmBuilder;
import io.plumbline.it.harness.InferenceLedger;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpTarget;
import io.plumbline.it.harness.ReceivedTelemetry;
import java.nio.file.Files;
import java.nio.file.Path;

/** Hosts that write down what they made, one run after the other, in one directory. */
final class LedgerHosts {
  /** The scorer that all of them call; the first feature is the call's id. */
  static final String METHODS =
      """
      methods:
        - class: com.acme.NumberScorer
          method: score
          model: {name: numbers}
          feature_names: [id, a, b, c, d, e, f, g]
          prediction: {score: return}
      """;

  private final Path directory;
  private final OtlpTarget target;
  private final OtlpProtocol protocol;
  private String yaml = METHODS;
  private int runs;

  LedgerHosts(Path directory, OtlpTarget target, OtlpProtocol protocol) {
    this.directory = directory;
    this.target = target;
    this.protocol = protocol;
  }

  /** Further lines of plumbline.yaml, for the hosts to come. */
  LedgerHosts configured(String more) {
    yaml = METHODS + more;
    return this;
  }

  /**
   * The next run; its spool is {@code plumbline} below the directory, as that of all others.
   *
   * @param perSecond calls of each thread; 0 for as fast as it goes
   * @param calls of each thread before it ends; nothing for ever
   */
  HostJvmBuilder next(Jdk jdk, int threads, int perSecond, long... calls) {
    runs++;
    String[] arguments = new String[4 + calls.length];
    arguments[0] = ledgerFile(runs).toString();
    arguments[1] = String.valueOf(runs);
    arguments[2] = String.valueOf(threads);
    arguments[3] = String.valueOf(perSecond);
    if (calls.length > 0) {
      arguments[4] = String.valueOf(calls[0]);
    }
    return ScoringHosts.observed(
        HostJvm.on(jdk)
            .flags("-Xmx256m", "-XX:TieredStopAtLevel=1")
            .testClasses()
            .main("io.plumbline.it.host.LedgerScoring", arguments)
            .directory(directory)
            .agent(yaml),
        "ledger",
        target,
        protocol);
  }

  int runs() {
    return runs;
  }

  /** Of a run, as it stands now; runs count from 1. */
  InferenceLedger ledger(int run) {
    return InferenceLedger.read(ledgerFile(run));
  }

  boolean hasLedger(int run) {
    return Files.exists(ledgerFile(run));
  }

  static DeliveredInferences delivered(ReceivedTelemetry received) {
    return new DeliveredInferences(received, "ml.input.id");
  }

  private Path ledgerFile(int run) {
    return directory.resolve("ledger-" + run);
  }
}
