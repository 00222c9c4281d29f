package io.plumbline.export;

import static io.plumbline.export.RelayBench.AWAY;
import static io.plumbline.export.RelayBench.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.RecorderExtension;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.ring.MappedRing;
import io.plumbline.ring.RingCounts;
import io.plumbline.spool.Adoption;
import io.plumbline.spool.Checkpoint;
import io.plumbline.spool.DeadStream;
import io.plumbline.spool.Spool;
import io.plumbline.spool.SpoolDirectory;
import io.plumbline.spool.SpoolLoss;
import io.plumbline.spool.SpoolOptions;
import io.plumbline.spool.StreamHeader;
import io.plumbline.telemetry.TelemetryResource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a dead process left: real directories, a real ring, a real spool. */
class RelayAdoptionTest {
  private static final long DEAD = 1_000_000_000L;
  private static final long ALIVE = 2_000_000_000L;
  private static final long OWN = 77;

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  @TempDir Path base;

  private final RecordedCalls calls = new RecordedCalls(recorder);
  private final RelayBench bench = new RelayBench();
  private final LostRanges lostOfDead = new LostRanges();
  private final Spool spool = Spool.inMemory(SpoolOptions.DEFAULT, bench.lost, Clock.systemUTC());

  @Test
  void deadStreamArrivesUnderItsOwnIdentityAndIsRemoved() throws IOException {
    Path gone = die(20, 3, 1);
    try (SpoolDirectory own = directory("b", ALIVE)) {
      bench.adoption = adoption(own);

      RelayBench.settle(bench.relay(spool));

      assertThat(bench.spanIds()).hasSize(23).doesNotHaveDuplicates();
      assertThat(bench.spans)
          .allSatisfy(
              span ->
                  assertThat(span.getResource().getAttributes().toString())
                      .contains("service.instance.id=\"dead\""));
      assertThat(bench.counted(DEAD)).isEqualTo(23);
      // 23 stored, one dropped at the hook; it counted two more, and died before storing them.
      assertThat(bench.reasons("plumbline.dropped", DEAD))
          .isEqualTo(Map.of("ring_full", 1L, "process_died", 2L));
      assertThat(gone).doesNotExist();
    }
  }

  @Test
  void deadStreamIsCountedOnceThoughItTakesTwoProcessesToDeliverIt() throws IOException {
    Path gone = die(20, 3, 0);
    try (SpoolDirectory own = directory("b", ALIVE)) {
      bench.adoption = adoption(own);
      bench.spanAnswer = batch -> AWAY;
      Relay first = bench.relay(spool);
      bench.settleWithMetrics(first);
      assertThat(bench.counted(DEAD)).isEqualTo(23);
      assertThat(gone).exists();
      stop(first);

      bench.adoption = adoption(own);
      bench.spanAnswer = batch -> OK;
      RelayBench.settle(bench.relay(spool));

      assertThat(bench.counted(DEAD)).isEqualTo(23);
      assertThat(bench.reasons("plumbline.dropped", DEAD)).isEqualTo(Map.of("process_died", 2L));
      assertThat(bench.spanIds()).hasSize(23);
      assertThat(gone).doesNotExist();
    }
  }

  @Test
  void deadStreamStaysUntilItsLastMetricsHaveArrived() throws IOException {
    Path gone = die(5, 0, 0);
    try (SpoolDirectory own = directory("b", ALIVE)) {
      bench.adoption = adoption(own);
      bench.metricAnswer = batch -> AWAY;
      Relay relay = bench.relay(spool);
      RelayBench.settle(relay);
      assertThat(bench.spanIds()).hasSize(5);
      assertThat(gone).exists();

      bench.metricAnswer = batch -> OK;
      bench.settleWithMetrics(relay);

      assertThat(bench.counted(DEAD)).isEqualTo(5);
      assertThat(gone).doesNotExist();
    }
  }

  @Test
  void deadStreamIsToldOnceWhenItIsCountedAndNotAgainWhenItsSpansArrive() throws IOException {
    Path gone = die(20, 3, 0);
    try (SpoolDirectory own = directory("b", ALIVE)) {
      bench.adoption = adoption(own);
      bench.spanAnswer = batch -> AWAY;
      Relay relay = bench.relay(spool);
      for (int i = 0; i < 5; i++) {
        bench.settleWithMetrics(relay);
      }
      assertThat(bench.snapshots(OWN)).isEqualTo(5);
      assertThat(bench.snapshots(DEAD)).isEqualTo(1);

      bench.spanAnswer = batch -> OK;
      bench.time.pass(Duration.ofMinutes(1));
      RelayBench.settle(relay);

      assertThat(bench.spanIds()).hasSize(23);
      assertThat(bench.snapshots(DEAD)).isEqualTo(1);
      assertThat(gone).doesNotExist();
    }
  }

  @Test
  void deadStreamIsToldAgainWhenSpansOfItWereRefused() throws IOException {
    Path gone = die(20, 0, 0);
    try (SpoolDirectory own = directory("b", ALIVE)) {
      bench.adoption = adoption(own);
      bench.spanAnswer = batch -> AWAY;
      Relay relay = bench.relay(spool);
      bench.settleWithMetrics(relay);
      assertThat(bench.reasons("plumbline.spans.dropped", DEAD)).isEmpty();

      bench.spanAnswer = batch -> new ExportResult.Refused("no", false);
      bench.time.pass(Duration.ofMinutes(1));
      RelayBench.settle(relay);

      assertThat(bench.reasons("plumbline.spans.dropped", DEAD)).isEqualTo(Map.of("rejected", 20L));
      assertThat(bench.snapshots(DEAD)).isEqualTo(2);
      assertThat(gone).doesNotExist();
    }
  }

  @Test
  void countsOfADeadStreamDoNotGoBackWhenItsRingIsGone() throws IOException {
    Path gone = die(20, 3, 1);
    try (SpoolDirectory own = directory("b", ALIVE)) {
      bench.adoption = adoption(own);
      bench.spanAnswer = batch -> AWAY;
      Relay first = bench.relay(spool);
      bench.settleWithMetrics(first);
      stop(first);
      Files.delete(gone.resolve("ring"));

      bench.adoption = adoption(own);
      bench.spanAnswer = batch -> OK;
      RelayBench.settle(bench.relay(spool));

      assertThat(bench.snapshots(DEAD)).isEqualTo(2);
      assertThat(bench.value("plumbline.inferences", DEAD)).isEqualTo(26);
      assertThat(bench.counted(DEAD)).isEqualTo(23);
      assertThat(bench.reasons("plumbline.dropped", DEAD))
          .isEqualTo(Map.of("ring_full", 1L, "process_died", 2L));
      assertThat(gone).doesNotExist();
    }
  }

  @Test
  void streamWhoseStateIsNotKnownHoldsUpNoOther() throws IOException {
    Path unknown = die(2, 0, 0, "a", new Checkpoint(1, ByteBuffer.wrap(new byte[] {99})));
    Path known = die(3, 0, 0, "c", Checkpoint.empty(0));
    try (SpoolDirectory own = directory("b", ALIVE)) {
      bench.adoption = adoption(own);
      Relay relay = bench.relay(spool);
      RelayBench.settle(relay);
      bench.time.pass(Duration.ofMinutes(1));
      RelayBench.settle(relay);

      assertThat(bench.spanIds()).hasSize(3);
      assertThat(known).doesNotExist();
      assertThat(unknown).exists();
    }
  }

  @Test
  void deadStreamWhoseLastMetricsAreRefusedIsNotToldAndIsTriedWithTheNextSnapshot()
      throws IOException {
    Path gone = die(5, 0, 0);
    try (SpoolDirectory own = directory("b", ALIVE)) {
      bench.adoption = adoption(own);
      List<Integer> asked = new ArrayList<>();
      bench.metricAnswer =
          batch -> {
            asked.add(batch.size());
            return new ExportResult.Refused("bad", false);
          };
      Relay relay = bench.relay(spool);
      RelayBench.settle(relay);
      assertThat(bench.spanIds()).hasSize(5);
      assertThat(asked).hasSize(1);
      assertThat(gone).exists();

      bench.metricAnswer = batch -> OK;
      RelayBench.settle(relay);
      assertThat(gone).exists();
      bench.settleWithMetrics(relay);
      assertThat(bench.counted(DEAD)).isEqualTo(5);
      assertThat(gone).doesNotExist();
    }
  }

  private static void stop(Relay relay) {
    try {
      Thread thread = new Thread(relay, "plumbline-relay");
      thread.start();
      assertThat(relay.stop(Duration.ofSeconds(20))).isTrue();
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * @param spooled records in the spool
   * @param inRing records that were still in the ring
   * @param dropped inferences dropped at the hook; beside them, two are counted and never stored
   */
  private Path die(int spooled, int inRing, int dropped) throws IOException {
    return die(spooled, inRing, dropped, "a", Checkpoint.empty(0));
  }

  private Path die(int spooled, int inRing, int dropped, String digit, Checkpoint checkpoint)
      throws IOException {
    SpoolDirectory directory = directory(digit, DEAD);
    MappedRing ring = directory.createRing(1 << 20, SpoolOptions.DEFAULT, bench.log);
    accept(ring, spooled);
    try (Spool mapped =
        Spool.open(
            directory,
            SpoolOptions.DEFAULT,
            lostOfDead,
            bench.log,
            bench.errors,
            Clock.systemUTC())) {
      ring.drain((hook, payload, end) -> mapped.append(hook, payload, end) == null, 1000);
      mapped.save(checkpoint);
    }
    accept(ring, inRing);
    for (int i = 0; i < dropped; i++) {
      ring.acceptDropped(0, DropReason.RING_FULL);
    }
    ring.close();
    directory.close();
    return directory.path();
  }

  private void accept(MappedRing ring, int records) {
    for (byte[] record : calls.make(records)) {
      assertThat(ring.accept(0, record, record.length)).isNull();
    }
  }

  private Supplier<@Nullable RelayStream> adoption(SpoolDirectory own) {
    Adoption adoption = new Adoption(own, lostOfDead, bench.log, bench.errors);
    return () -> {
      DeadStream dead = adoption.next();
      return dead == null ? null : RelayStream.adopted(dead, counts(dead), lostOfDead);
    };
  }

  private static RelayStream.HookCounts counts(DeadStream dead) {
    RingCounts ring = dead.counts();
    Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    for (DropReason reason : DropReason.values()) {
      dropped.put(reason, ring == null ? 0 : ring.dropped(reason));
    }
    // As if two calls had been counted just before the end.
    long made = ring == null ? 0 : ring.made() + 2;
    return new RelayStream.HookCounts(made, dropped);
  }

  private SpoolDirectory directory(String digit, long startEpochNanos) throws IOException {
    Map<String, String> resource =
        TelemetryResource.describe("1", digit.equals("b") ? "alive" : "dead", Map.of());
    StreamHeader header =
        new StreamHeader(
            digit.repeat(32), "id", startEpochNanos, "http://localhost:4318", 1, resource);
    return SpoolDirectory.create(base, "shop", "fraud", header);
  }

  @Test
  void reasonsOfAGapAreThoseThatWereTold() {
    lostOfDead.onLoss(loss(DropReason.SPOOL_FULL, 1, 4));
    lostOfDead.onLoss(loss(DropReason.CORRUPTED, 7, 9));

    assertThat(lostOfDead.within(3, 8, DropReason.SPOOL_EXPIRED))
        .containsExactly(
            loss(DropReason.SPOOL_FULL, 3, 4),
            loss(DropReason.SPOOL_EXPIRED, 5, 6),
            loss(DropReason.CORRUPTED, 7, 8));
    assertThat(lostOfDead.after(3))
        .containsExactly(loss(DropReason.SPOOL_FULL, 4, 4), loss(DropReason.CORRUPTED, 7, 9));

    lostOfDead.forgetUpTo(8);
    assertThat(lostOfDead.within(1, 9, DropReason.SPOOL_EXPIRED))
        .containsExactly(loss(DropReason.SPOOL_EXPIRED, 1, 6), loss(DropReason.CORRUPTED, 7, 9));
  }

  private static SpoolLoss loss(DropReason reason, long first, long last) {
    return new SpoolLoss(reason, first, last, 0, 0, Map.of());
  }
}
