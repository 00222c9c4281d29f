package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.DeliveredInferences;
import io.plumbline.it.harness.HostBytecode;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.InferenceLedger;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.ReceivedSpan;
import io.plumbline.it.harness.StreamCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The file changes under a host that calls all the while. */
@Tag("reload")
class ReloadIT {
  private static final String SCORER = "com.acme.NumberScorer";
  private static final String ID = "ml.input.id";
  private static final Duration END = Duration.ofSeconds(60);

  @AutoClose private final OtlpReceiver first = OtlpReceiver.start();
  @AutoClose private final OtlpReceiver second = OtlpReceiver.start();
  @TempDir private Path folder;

  @OnEachJdk
  void hooksLimitsAndReceiverChangeUnderLoadAndNothingIsLost(Jdk jdk) throws IOException {
    HostBytecode bytecode = new HostBytecode(Files.createDirectory(folder.resolve("spy")));
    try (HostJvm host = start(jdk)) {
      String original = bytecode.of(host, SCORER);
      Await.that(Await.DEFAULT_LIMIT, () -> ledger().returned() > 200, () -> "calls are made");

      // A hook for a class that has been in use for long.
      write(yaml(first, hook("numbers")));
      await(() -> !spansOf(first, "numbers").isEmpty(), "a span of the new hook", host);
      assertThat(bytecode.isWoven(host, SCORER)).isTrue();

      // The hook read anew, and a limit.
      write(yaml(first, hook("renamed") + "capture: {max_values_per_row: 2}\n"));
      await(() -> !spansOf(first, "renamed").isEmpty(), "a span of the changed hook", host);
      await(
          () ->
              spansOf(first, "renamed").stream().anyMatch(span -> !span.containsKey("ml.input.g")),
          "a span under the limit",
          host);

      // A wrong file changes nothing.
      int before = first.spans().size();
      write("sampling: {ration: 0}\n");
      await(() -> host.ownLogs().contains("plumbline.yaml:1:12"), "the refusal in the log", host);
      assertThat(host.ownLogs()).contains("did you mean ratio?").contains("stays in force");
      await(() -> first.spans().size() > before + 100, "spans as before", host);

      // Another receiver.
      write(yaml(second, hook("renamed")));
      await(() -> !second.spans().isEmpty(), "a span at the other receiver", host);
      int gone = first.spans().size();

      // Without the hook: the class is as it was.
      write(yaml(second, ""));
      await(() -> changes(host) == 4, "the fourth change in the log", host);
      assertThat(bytecode.of(host, SCORER)).isEqualTo(original);
      assertThat(first.spans()).hasSize(gone);

      Files.createFile(folder.resolve("ledger.stop"));
      assertThat(host.awaitExit(END)).isZero();
      assertThatNothingIsMissing(host);
    }
  }

  private void assertThatNothingIsMissing(HostJvm host) {
    assertThat(ledger().failed()).isZero();
    // Its own, of the test's look at the bytecode.
    assertThat(host.stderr().lines().filter(line -> !line.startsWith("WARNING: "))).isEmpty();
    DeliveredInferences atFirst = new DeliveredInferences(first, ID);
    DeliveredInferences atSecond = new DeliveredInferences(second, ID);
    Set<Long> ids = new TreeSet<>(atFirst.ids());
    ids.addAll(atSecond.ids());
    StreamCounts total = atSecond.total();
    assertThat(total.addsUp()).as(total.toString()).isTrue();
    assertThat(total.droppedInAll()).as(total.toString()).isZero();
    assertThat(ids).hasSize((int) total.counted());
    // From the hook's coming to its going no call of any thread is left out.
    ids.stream()
        .collect(Collectors.groupingBy(id -> id >> 32, Collectors.summarizingLong(id -> id)))
        .values()
        .forEach(ReloadIT::assertThatItHasNoGap);
  }

  private static void assertThatItHasNoGap(LongSummaryStatistics ofThread) {
    assertThat(ofThread.getMax() - ofThread.getMin() + 1).isEqualTo(ofThread.getCount());
  }

  private HostJvm start(Jdk jdk) {
    HostJvm host =
        HostJvm.on(jdk)
            .flags("-Xmx256m", "-XX:TieredStopAtLevel=1")
            .testClasses()
            .main(
                "io.plumbline.it.host.LedgerScoring",
                folder.resolve("ledger").toString(),
                "1",
                "2",
                "100")
            .directory(folder)
            .agent(yaml(first, ""))
            .start();
    host.awaitOutput("scoring");
    return host;
  }

  private static long changes(HostJvm host) {
    return host.ownLogs().lines().filter(line -> line.contains("Configuration read again")).count();
  }

  private InferenceLedger ledger() {
    return InferenceLedger.read(folder.resolve("ledger"));
  }

  private static String yaml(OtlpReceiver receiver, String more) {
    return """
    service: {name: reload}
    export: {endpoint: "%s", protocol: http/protobuf, metric_interval: 500ms}
    """
            .formatted(receiver.endpoint(OtlpProtocol.HTTP))
        + more;
  }

  private static String hook(String model) {
    return """
    methods:
      - class: com.acme.NumberScorer
        method: score
        model: {name: %s}
        feature_names: [id, a, b, c, d, e, f, g]
        prediction: {score: return}
    """
        .formatted(model);
  }

  /** As an editor does: another file, by rename. */
  private void write(String yaml) throws IOException {
    Path other = Files.writeString(folder.resolve("plumbline.yaml~"), yaml);
    Files.move(other, folder.resolve("plumbline.yaml"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<Map<String, Object>> spansOf(OtlpReceiver receiver, String model) {
    return receiver.spans().stream()
        .map(ReceivedSpan::attributes)
        .filter(span -> model.equals(span.get("ml.model.name")))
        .toList();
  }

  private static void await(BooleanSupplier condition, String what, HostJvm host) {
    Await.that(Await.DEFAULT_LIMIT, condition, () -> what + "; the log:\n" + host.ownLogs());
  }
}
