package io.plumbline.export;

import static io.plumbline.export.RelayBench.AWAY;
import static io.plumbline.export.RelayBench.OK;
import static io.plumbline.export.RelayBench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.plumbline.capture.CaptureLevel;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.spool.Spool;
import io.plumbline.spool.SpoolMode;
import io.plumbline.spool.SpoolOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayTest {
  private static final long OWN = 77;

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  private final RecordedCalls calls = new RecordedCalls(recorder);
  private final RelayBench bench = new RelayBench();
  private final Spool spool = Spool.inMemory(SpoolOptions.DEFAULT, bench.lost, Clock.systemUTC());

  @Test
  void acknowledgesOnlyWhatHasArrived() throws IOException {
    bench.append(spool, calls.make(25));
    Relay relay = bench.relay(spool);
    bench.spanAnswer = batch -> AWAY;

    settle(relay);
    assertThat(spool.ackedIndex()).isZero();

    bench.spanAnswer = batch -> OK;
    bench.time.pass(Duration.ofMinutes(1));
    settle(relay);
    assertThat(spool.ackedIndex()).isEqualTo(25);
    assertThat(bench.spanIds()).hasSize(25).doesNotHaveDuplicates();
  }

  @Test
  void receiverThatIsAwayHoldsUpNoCounting() throws IOException {
    bench.append(spool, calls.make(1000));
    Relay relay = bench.relay(spool);
    bench.spanAnswer = batch -> AWAY;

    bench.settleWithMetrics(relay);

    assertThat(spool.ackedIndex()).isZero();
    assertThat(bench.counted(OWN)).isEqualTo(1000);
  }

  @Test
  void receiverThatIsSlowGivesCountingAsMuchTimeAsItTakes() throws IOException {
    bench.append(spool, calls.make(1000));
    // Ten records a batch, and each takes 10 ms: in 100 ms, a tenth of them.
    bench.time.passAtEachReading(Duration.ofMillis(10));
    bench.options =
        new RelayOptions(Duration.ofHours(1), Duration.ZERO, Duration.ofHours(1), 10, 1 << 20, 1);
    Relay relay = bench.relay(spool);
    bench.spanAnswer =
        batch -> {
          bench.time.pass(Duration.ofSeconds(2));
          return OK;
        };

    relay.round();
    assertThat(Objects.requireNonNull(spool.checkpoint()).coveredIndex()).isLessThan(200);
    relay.round();
    assertThat(Objects.requireNonNull(spool.checkpoint()).coveredIndex()).isEqualTo(1000);
  }

  @Test
  void whatIsSentAgainHasTheSameIds() throws IOException {
    bench.append(spool, calls.make(5));
    List<String> received = new ArrayList<>();
    // It has them, but its answer is lost, and then the process dies.
    bench.spanAnswer =
        batch -> {
          batch.forEach(span -> received.add(span.getTraceId() + span.getSpanId()));
          return AWAY;
        };
    settle(bench.relay(spool));
    bench.spanAnswer = batch -> OK;
    settle(bench.relay(spool));

    assertThat(received).hasSize(5);
    assertThat(bench.spans.stream().map(span -> span.getTraceId() + span.getSpanId()))
        .isEqualTo(received);
  }

  @Test
  void newRelayCountsOnFromTheCheckpoint() throws IOException {
    bench.append(spool, calls.make(10));
    bench.spanAnswer = batch -> AWAY;
    bench.settleWithMetrics(bench.relay(spool));
    bench.append(spool, calls.make(5));

    bench.settleWithMetrics(bench.relay(spool));

    assertThat(bench.counted(OWN)).isEqualTo(15);
  }

  @Test
  void metricsThatCouldNotBeSentAreReplacedByNewerOnes() throws IOException {
    Relay relay = bench.relay(spool);
    bench.metricAnswer = batch -> AWAY;
    bench.append(spool, calls.make(3));
    bench.settleWithMetrics(relay);
    bench.append(spool, calls.make(4));
    bench.metricAnswer = batch -> OK;

    bench.settleWithMetrics(relay);

    assertThat(bench.counted(OWN)).isEqualTo(7);
    assertThat(bench.metrics.stream().map(data -> data.getName())).doesNotHaveDuplicates();
  }

  @Test
  void recordThatIsRefusedForGoodIsCountedAndTheOthersArrive() throws IOException {
    bench.append(spool, calls.make(20));
    SpanHolder bad = new SpanHolder();
    bench.spanAnswer =
        batch -> {
          bad.takeFirst(batch);
          return batch.stream().anyMatch(bad::is) ? new ExportResult.Refused("bad", true) : OK;
        };
    Relay relay = bench.relay(spool);

    bench.settleWithMetrics(relay);
    bench.settleWithMetrics(relay);

    assertThat(bench.spanIds()).hasSize(19).doesNotContain(bad.id).doesNotHaveDuplicates();
    assertThat(spool.ackedIndex()).isEqualTo(20);
    assertThat(bench.counted(OWN)).isEqualTo(20);
    assertThat(bench.reasons("plumbline.spans.dropped", OWN)).isEqualTo(Map.of("rejected", 1L));
    assertThat(bench.reasons("plumbline.dropped", OWN)).isEmpty();
  }

  /** The third span of the first batch. */
  private static final class SpanHolder {
    private String id = "";

    void takeFirst(List<SpanData> batch) {
      if (id.isEmpty()) {
        id = batch.get(2).getSpanId();
      }
    }

    boolean is(SpanData span) {
      return span.getSpanId().equals(id);
    }
  }

  @Test
  void recordThatCannotBeReadIsCountedAndTheOthersArrive() throws IOException {
    bench.append(spool, calls.make(3));
    bench.append(spool, List.of(new byte[80]));
    bench.append(spool, calls.make(2));
    Relay relay = bench.relay(spool);

    bench.settleWithMetrics(relay);

    assertThat(bench.counted(OWN)).isEqualTo(5);
    assertThat(bench.spanIds()).hasSize(5);
    assertThat(spool.ackedIndex()).isEqualTo(6);
    assertThat(bench.reasons("plumbline.dropped", OWN)).isEqualTo(Map.of("corrupted", 1L));
    assertThat(bench.errors.counts()).hasSize(2);
  }

  @Test
  void inferencesWithoutASpanAreCountedAndAcknowledged() throws IOException {
    bench.append(spool, calls.make(7, call -> call.parent(1, 2, 3, (byte) 0)));

    bench.settleWithMetrics(bench.relay(spool));

    assertThat(bench.spans).isEmpty();
    assertThat(spool.ackedIndex()).isEqualTo(7);
    assertThat(bench.counted(OWN)).isEqualTo(7);
  }

  @Test
  void inferencesThatWereOnlyCountedAreSpansThatAreMissingByName() throws IOException {
    bench.append(spool, calls.make(7));
    recorder.level(CaptureLevel.COUNTS);
    bench.append(spool, calls.make(5));
    bench.append(spool, calls.make(3, call -> call.parent(1, 2, 3, (byte) 0)));
    recorder.level(CaptureLevel.SUMMARY);
    bench.append(spool, calls.make(2));

    bench.settleWithMetrics(bench.relay(spool));

    assertThat(bench.spans).hasSize(9);
    assertThat(spool.ackedIndex()).isEqualTo(17);
    assertThat(bench.counted(OWN)).isEqualTo(17);
    assertThat(bench.reasons("plumbline.spans.dropped", OWN)).isEqualTo(Map.of("overhead", 5L));
    assertThat(bench.reasons("plumbline.dropped", OWN)).isEmpty();
  }

  @Test
  void spansThatASmallSpoolLostAreCountedByReasonAndEveryInferenceStillCounts() throws IOException {
    SpoolOptions small =
        new SpoolOptions(SpoolMode.AUTO, 16 << 20, 20_000, Duration.ofDays(7), 0, 1 << 20);
    Spool smallSpool = Spool.inMemory(small, bench.lost, Clock.systemUTC());
    bench.options =
        new RelayOptions(
            Duration.ofSeconds(60), Duration.ZERO, Duration.ofSeconds(30), 10, 1 << 20, 100);
    bench.spanAnswer = batch -> AWAY;
    Relay relay = bench.relay(smallSpool);
    for (int i = 0; i < 40; i++) {
      bench.append(smallSpool, calls.make(10));
      settle(relay);
    }
    bench.spanAnswer = batch -> OK;
    bench.time.pass(Duration.ofMinutes(1));
    bench.settleWithMetrics(relay);

    assertThat(bench.made).isEqualTo(400);
    assertThat(bench.counted(OWN)).isEqualTo(400);
    assertThat(bench.reasons("plumbline.spans.dropped", OWN))
        .isEqualTo(Map.of("spool_full", 400L - bench.spans.size()));
    assertThat(bench.spans.size()).isBetween(10, 200);
  }

  @Test
  void whatTheSpoolLetGoIsToldWithItsTimeWhileTheReceiverOfSpansIsAway() throws IOException {
    SpoolOptions small =
        new SpoolOptions(SpoolMode.AUTO, 16 << 20, 20_000, Duration.ofDays(7), 0, 1 << 20);
    Spool smallSpool = Spool.inMemory(small, bench.lost, Clock.systemUTC());
    bench.options =
        new RelayOptions(
            Duration.ofSeconds(60), Duration.ZERO, Duration.ofSeconds(30), 10, 1 << 20, 100);
    bench.spanAnswer = batch -> AWAY;
    double from = Clock.systemUTC().millis() / 1000.0;
    Relay relay = bench.relay(smallSpool);
    long told = 0;
    for (int i = 0; i < 40; i++) {
      bench.append(smallSpool, calls.make(10));
      settle(relay);
      if (i % 10 == 9) {
        bench.settleWithMetrics(relay);
        long before = told;
        told = bench.reasons("plumbline.spans.dropped", OWN).getOrDefault("spool_full", 0L);
        assertThat(told).isGreaterThan(before);
        relay = i == 19 ? bench.relay(smallSpool) : relay; // as after a crash
      }
    }
    double to = Clock.systemUTC().millis() / 1000.0;
    double begin = bench.gauge("plumbline.spans.loss.begin", "spool_full");
    double end = bench.gauge("plumbline.spans.loss.end", "spool_full");
    assertThat(begin).isBetween(from, end);
    assertThat(end).isLessThanOrEqualTo(to);

    bench.spanAnswer = batch -> OK;
    bench.time.pass(Duration.ofMinutes(1));
    bench.settleWithMetrics(relay);

    assertThat(bench.spanIds()).doesNotHaveDuplicates();
    assertThat(bench.reasons("plumbline.spans.dropped", OWN))
        .isEqualTo(Map.of("spool_full", 400L - bench.spans.size()));
  }

  @Test
  void whatDoesNotFitABatchByItsBytesDoesNotWaitForTheNext() throws IOException {
    List<byte[]> records = calls.make(23);
    int longest = records.stream().mapToInt(record -> record.length).max().orElseThrow();
    bench.options =
        new RelayOptions(
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            512,
            10 * longest,
            1 << 20);
    Relay relay = bench.relay(spool);
    bench.append(spool, records);
    settle(relay);
    assertThat(bench.spanIds()).hasSize(23);

    bench.append(spool, calls.make(1));
    settle(relay);
    assertThat(bench.spanIds()).hasSize(23);
    bench.time.pass(Duration.ofSeconds(1));
    settle(relay);
    assertThat(bench.spanIds()).hasSize(24);
  }

  /** Answers, restarts and appends at random; nothing is counted twice or lost. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whateverHappensEveryInferenceIsCountedOnceAndArrives(long seed) throws IOException {
    Random random = new Random(seed);
    bench.spanAnswer = batch -> answer(random);
    bench.metricAnswer = batch -> random.nextInt(3) > 0 ? OK : AWAY;
    Relay relay = bench.relay(spool);
    for (int i = 0; i < 150; i++) {
      switch (random.nextInt(8)) {
        case 0 -> relay = bench.relay(spool);
        case 1, 2 -> bench.append(spool, calls.make(random.nextInt(30)));
        case 3 -> bench.time.pass(Duration.ofSeconds(random.nextInt(90)));
        default -> {
          for (int rounds = random.nextInt(5); rounds > 0; rounds--) {
            relay.round();
          }
        }
      }
    }
    bench.spanAnswer = batch -> OK;
    bench.metricAnswer = batch -> OK;
    bench.time.pass(Duration.ofMinutes(2));
    bench.settleWithMetrics(relay);

    assertThat(bench.made).isPositive();
    assertThat(bench.counted(OWN)).isEqualTo(bench.made);
    assertThat(new HashSet<>(bench.spanIds())).hasSize((int) bench.made);
    assertThat(spool.ackedIndex()).isEqualTo(bench.made);
    assertThat(bench.reasons("plumbline.dropped", OWN)).isEmpty();
    assertThat(bench.reasons("plumbline.spans.dropped", OWN)).isEmpty();
    assertThat(bench.errors.counts()).isEmpty();
  }

  private static ExportResult answer(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> AWAY;
      case 1 -> new ExportResult.Parked("not allowed");
      case 2 -> new ExportResult.Retryable(Duration.ofSeconds(5), "busy");
      default -> OK;
    };
  }
}
