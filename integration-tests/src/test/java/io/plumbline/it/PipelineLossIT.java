package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.DeliveredInferences;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.InferenceLedger;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.Jdks;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.RealBackends;
import io.plumbline.it.harness.RealKafka;
import io.plumbline.it.harness.RealPrometheus;
import io.plumbline.it.harness.Seed;
import io.plumbline.it.harness.ShippedCollector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of any one of the pipeline, at a random moment under load: no inference is lost,
 * by its id. What comes twice is told.
 */
@RealBackends
@Tag("collector-config")
class PipelineLossIT {
  private static final int THREADS = 4;
  private static final int PER_SECOND = 100;

  /** A Collector that waits for what is behind it asks again after 30 s at the latest. */
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private record Victim(String name, Runnable kill, Runnable restart) {}

  private final SplittableRandom random = Seed.of("PipelineLossIT");

  /** One takes over from the other, in turn. */
  private final List<Jdk> jdks = Jdks.installed().toList();

  private final List<HostJvm> started = new ArrayList<>();

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path directory;

  @Test
  void collectorBesideTheServer() {
    try (ShippedCollector collector = ShippedCollector.of("agent.yaml").tracesTo(receiver).start();
        RealPrometheus prometheus = RealPrometheus.scraping(collector)) {
      LedgerHosts hosts = new LedgerHosts(directory, collector, OtlpProtocol.GRPC);

      HostJvm last =
          killEachUnderLoad(
              hosts, List.of(victim("Collector", collector), victim("Collector", collector)));

      // By scrape: the process before the last, which nobody killed. What a scrape can miss is in
      // RUNBOOK.md.
      prometheus.awaitQuery(
          "plumbline_inferences_total == " + hosts.ledger(hosts.runs() - 1).returned(),
          answer -> answer.size() == 1);
      end(hosts, last);
    }
  }

  @Test
  void kafkaBetweenTheCollectors() {
    try (RealKafka kafka = RealKafka.start();
        RealPrometheus prometheus = RealPrometheus.start();
        ShippedCollector into =
            ShippedCollector.of("kafka.yaml").with("KAFKA_BROKERS", kafka.brokers()).start();
        ShippedCollector hub =
            ShippedCollector.of("kafka-hub.yaml")
                .with("KAFKA_BROKERS", kafka.brokers())
                .with("REMOTE_WRITE_ENDPOINT", prometheus.remoteWriteEndpoint())
                .tracesTo(receiver)
                .start()) {
      LedgerHosts hosts = new LedgerHosts(directory, into, OtlpProtocol.GRPC);

      HostJvm last =
          killEachUnderLoad(
              hosts,
              List.of(
                  victim("Collector into Kafka", into),
                  new Victim("Kafka", kafka::kill9, kafka::restart),
                  victim("Collector out of Kafka", hub)));

      for (int run = 1; run < hosts.runs(); run++) {
        long returned = hosts.ledger(run).returned();
        // Beyond those, at most one call a thread of the killed host.
        prometheus.awaitQuery(
            "plumbline_inferences_total >= " + returned + " <= " + (returned + THREADS),
            answer -> answer.size() == 1);
      }
      end(hosts, last);
      prometheus.awaitQuery(
          "sum(plumbline_inferences_total) - sum(ml_inference_duration_seconds_count) -"
              + " (sum(plumbline_dropped_total) or vector(0)) == 0",
          answer -> !answer.isEmpty());
    }
  }

  private static Victim victim(String name, ShippedCollector collector) {
    return new Victim(name, collector::kill9, collector::start);
  }

  /**
   * Each of them and the host once, in random order; then the spans of all have arrived.
   *
   * @return the last one, which goes on: what others could not say of their counts, it says
   */
  private HostJvm killEachUnderLoad(LedgerHosts hosts, List<Victim> victims) {
    List<Victim> order = new ArrayList<>(victims);
    Victim host = new Victim("host", () -> {}, () -> {});
    order.add(host);
    Collections.shuffle(order, new Random(random.nextLong()));
    HostJvm running = start(hosts);
    for (Victim victim : order) {
      hosts.awaitMoreCalls(100 + random.nextLong(600));
      if (victim.equals(host)) {
        running.kill9();
        running.close();
        running = start(hosts);
      } else {
        victim.kill().run();
        hosts.awaitMoreCalls(random.nextLong(400));
        victim.restart().run();
      }
    }
    hosts.awaitMoreCalls(100);
    end(hosts, running);
    int made = hosts.runs();
    // Whatever its end cut off, the next process delivers.
    HostJvm last = start(hosts);
    DeliveredInferences delivered = LedgerHosts.delivered(receiver);
    for (int run = 1; run <= made; run++) {
      InferenceLedger ledger = hosts.ledger(run);
      Await.that(
          LIMIT,
          () -> delivered.missing(ledger).isEmpty(),
          () -> delivered.explanation(ledger) + " after kills of " + order);
    }
    System.out.println(
        "Killed "
            + order.stream().map(Victim::name).toList()
            + ": "
            + delivered.ids().size()
            + " spans arrived, "
            + delivered.duplicates()
            + " of them twice, 0 lost");
    return last;
  }

  @AfterEach
  void endHosts() {
    started.forEach(HostJvm::close);
  }

  private HostJvm start(LedgerHosts hosts) {
    Jdk jdk = jdks.get(hosts.runs() % jdks.size());
    HostJvm host = hosts.next(jdk, THREADS, PER_SECOND).start();
    started.add(host);
    host.awaitOutput("scoring");
    return host;
  }

  private static void end(LedgerHosts hosts, HostJvm host) {
    hosts.stop(hosts.runs());
    assertThat(host.awaitExit(LIMIT)).isZero();
    host.close();
  }
}
