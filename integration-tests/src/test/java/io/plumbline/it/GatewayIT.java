package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.DeliveredInferences;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.InferenceLedger;
import io.plumbline.it.harness.JaegerSpan;
import io.plumbline.it.harness.Jdks;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.RealBackends;
import io.plumbline.it.harness.RealJaeger;
import io.plumbline.it.harness.RealPrometheus;
import io.plumbline.it.harness.Seed;
import io.plumbline.it.harness.ShippedCollector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gateway.yaml}: two instances, which hand each other the traces that they decide about. */
@RealBackends
@Tag("collector-config")
class GatewayIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

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

  @Test
  void killedInstanceLosesAtMostWhatItHadNotDecided(@TempDir Path directory) {
    int decisionWait = 3;
    int perSecond = 100;
    SplittableRandom random = Seed.of("GatewayIT");
    try (OtlpReceiver receiver = OtlpReceiver.start();
        RealPrometheus prometheus = RealPrometheus.start();
        ShippedCollector gateway =
            ShippedCollector.of("gateway.yaml")
                .tracesTo(receiver)
                .with("REMOTE_WRITE_ENDPOINT", prometheus.remoteWriteEndpoint())
                .with("DECISION_WAIT", decisionWait + "s")
                .with("KEEP_PERCENT", "100")) {
      gateway.with("GATEWAY_PEERS", "[\"" + gateway.peersEndpoint() + "\"]").start();
      LedgerHosts hosts = new LedgerHosts(directory, gateway, OtlpProtocol.GRPC);
      DeliveredInferences delivered = LedgerHosts.delivered(receiver);
      Set<Long> lost;
      long atKill;
      long undecided;
      long arrivedSince;
      try (HostJvm host = hosts.next(Jdks.newest(), 1, perSecond).start()) {
        host.awaitOutput("scoring");
        Await.that(LIMIT, () -> !delivered.ids().isEmpty(), () -> "the first decision");
        hosts.awaitMoreCalls(random.nextLong(400));
        long before = hosts.ledger(1).returned();
        undecided = toDecide(gateway) - delivered.ids().size();
        gateway.kill9();
        atKill = hosts.ledger(1).returned();
        // What may have arrived since: what was made, and what waited in the agent for its request.
        arrivedSince = atKill - before + LedgerHosts.MAX_BATCH;
        hosts.awaitCalls(atKill + 200);
        gateway.start();
        hosts.awaitCalls(atKill + 400);
        hosts.stop(1);
        assertThat(host.awaitExit(LIMIT)).isZero();
      }
      InferenceLedger ledger = hosts.ledger(1);
      try (HostJvm next =
          hosts.next(Jdks.installed().findFirst().orElseThrow(), 1, perSecond).start()) {
        next.awaitOutput("scoring");
        // What was made after the kill has all arrived; then what is missing was lost.
        Await.that(
            LIMIT,
            () -> delivered.missing(ledger).stream().allMatch(id -> number(id) <= atKill),
            () -> delivered.explanation(ledger) + "; " + atKill + " were made at the kill");
        lost = delivered.missing(ledger);
      }
      double window =
          lost.isEmpty()
              ? 0
              : (atKill - lost.stream().mapToLong(GatewayIT::number).min().orElse(0))
                  / (double) perSecond;
      System.out.printf(
          "decision_wait %d s: %d of %d lost, %d were not decided or on their way just before the"
              + " kill; the oldest was made %.1f s before; %d twice%n",
          decisionWait, lost.size(), ledger.returned(), undecided, window, delivered.duplicates());
      assertThat((long) lost.size()).isLessThanOrEqualTo(undecided + arrivedSince);
      // Every inference is counted all the same.
      prometheus.awaitQuery(
          "plumbline_inferences_total == " + ledger.returned(), answer -> answer.size() == 1);
    }
  }

  /** Spans that it got to decide about, by its own metrics. */
  private static long toDecide(ShippedCollector gateway) {
    return gateway
        .metricsAboutItself()
        .lines()
        .filter(line -> line.startsWith("otelcol_receiver_accepted_spans"))
        .filter(line -> line.contains("receiver=\"otlp/peers\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static long number(long id) {
    return id & 0xFFFF_FFFFL;
  }
}
