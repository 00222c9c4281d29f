package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.DeliveredInferences;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.ReceivedMetric;
import io.plumbline.it.harness.ReceivedSpan;
import io.plumbline.it.harness.StreamCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent holds itself to what it may cost: a load forces each step down, its end allows each
 * step up, and every call counts all the while.
 */
@Tag("overhead")
class OverheadIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String ID = "ml.input.id";
  private static final String LEVEL = "ml.capture.level";

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path folder;

  @OnEachJdk
  void loadForcesEachStepAndItsEndAllowsEachStepUp(Jdk jdk) throws IOException {
    pace("2000");
    try (HostJvm host = start(jdk, maxCpu("9999%"))) {
      await(() -> withValues() > 200, "spans of calls whose code is compiled", host);
      pace("20");
      write(maxCpu("0.5%"));
      await(() -> lines(host, "changed overhead.max_cpu") == 1, "the budget", host);

      pace("20000");
      await(() -> lines(host, "From now on: counts") == 1, "the step to counts in the log", host);
      assertThat(lines(host, "From now on: summary")).isEqualTo(1);
      await(() -> newestLevel() == 2, "the level as a metric", host);

      pace("20");
      await(() -> lines(host, "From now on: full") == 1, "the way back in the log", host);
      assertThat(lines(host, "From now on: summary")).isEqualTo(2);
      assertThat(lines(host, "From now on: counts")).isEqualTo(1);
      long before = withValues();
      await(() -> withValues() > before + 5, "spans with values again", host);
      await(() -> newestLevel() == 0, "the level as a metric", host);

      assertThat(spans("summary"))
          .isNotEmpty()
          .allSatisfy(
              span ->
                  assertThat(span.attributes().keySet())
                      .noneMatch(key -> key.startsWith("ml.input"))
                      .noneMatch(key -> key.startsWith("ml.prediction")));
      StreamCounts total = end(host);
      assertThat(total.spansDropped())
          .as(total.toString())
          .allSatisfy(
              (reason, spans) -> assertThat(spans > 0).isEqualTo(reason.equals("overhead")));
    }
  }

  @OnEachJdk
  void relayThatHasSpentItsBudgetFallsBehindAndLosesNothing(Jdk jdk) throws IOException {
    pace("20");
    try (HostJvm host = start(jdk, relayCpu("100%"))) {
      await(() -> withValues() > 20, "spans of a relay whose code is loaded", host);

      write(relayCpu("0.3%"));
      await(() -> lines(host, "changed overhead.relay_cpu") == 1, "the budget", host);
      pace("2000");
      await(() -> lag() > 5, "a relay that is behind", host);
      pace("20");
      assertThat(lag()).isGreaterThan(0);

      write(relayCpu("100%"));
      StreamCounts total = end(host);
      await(() -> receiver.spans().size() == total.counted(), "every span of " + total, host);
      assertThat(total.spansDroppedInAll()).as(total.toString()).isZero();
    }
  }

  private static String maxCpu(String share) {
    return "overhead: {max_cpu: " + share + ", max_call: 1h}\nsampling: {ratio: 0.05}\n";
  }

  private static String relayCpu(String share) {
    return "overhead: {max_cpu: 9999%, max_call: 1h, relay_cpu: " + share + "}\n";
  }

  /** No more calls; all that were made are in the metrics, or dropped by name. */
  private StreamCounts end(HostJvm host) throws IOException {
    pace("end");
    long made = Long.parseLong(host.awaitOutput("made (\\d+)").group(1));
    await(() -> total().made() == made && total().addsUp(), made + " made and counted", host);
    return total();
  }

  private StreamCounts total() {
    return new DeliveredInferences(receiver, ID).total();
  }

  private HostJvm start(Jdk jdk, String overhead) throws IOException {
    HostJvm host =
        HostJvm.on(jdk)
            .flags("-Xmx256m")
            .testClasses()
            .main("io.plumbline.it.host.PacedScoring", folder.resolve("pace").toString(), "8")
            .directory(folder)
            .boundedOverhead()
            .agent(yaml(overhead))
            .start();
    host.awaitOutput("scoring");
    return host;
  }

  private String yaml(String overhead) {
    return """
        service: {name: overhead}
        export: {endpoint: "%s", protocol: http/protobuf, metric_interval: 500ms}
        methods:
          - class: com.acme.NumberScorer
            method: score
            model: {name: numbers}
            feature_names: [id, b, c, d, e, f, g, h]
            prediction: {score: return}
        """
            .formatted(receiver.endpoint(OtlpProtocol.HTTP))
        + overhead;
  }

  private void write(String overhead) throws IOException {
    replace(folder.resolve("plumbline.yaml"), yaml(overhead));
  }

  private void pace(String callsPerSecond) throws IOException {
    replace(folder.resolve("pace"), callsPerSecond);
  }

  /** Whoever reads it meanwhile sees the one or the other. */
  private static void replace(Path file, String text) throws IOException {
    Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private long withValues() {
    return receiver.spans().stream().filter(span -> span.attributes().containsKey(ID)).count();
  }

  private List<ReceivedSpan> spans(String level) {
    return receiver.spans().stream()
        .filter(span -> level.equals(span.attributes().get(LEVEL)))
        .toList();
  }

  private double newestLevel() {
    return gauge("plumbline.capture.level");
  }

  private double lag() {
    return gauge("plumbline.spool.lag");
  }

  private double gauge(String name) {
    List<ReceivedMetric> all =
        receiver.metrics().stream().filter(metric -> metric.name().equals(name)).toList();
    return all.isEmpty() ? 0 : all.get(all.size() - 1).numbers().get(0).getAsDouble();
  }

  private static long lines(HostJvm host, String text) {
    return host.ownLogs().lines().filter(line -> line.contains(text)).count();
  }

  private static void await(BooleanSupplier condition, String what, HostJvm host) {
    Await.that(LIMIT, condition, () -> what + "; the agent says:\n" + host.ownLogs());
  }
}
