package io.plumbline.export;

import static io.plumbline.export.RelayBench.AWAY;
import static io.plumbline.export.RelayBench.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.ring.MappedRing;
import io.plumbline.ring.RingCounts;
import io.plumbline.spool.Adoption;
import io.plumbline.spool.DeadStream;
import io.plumbline.spool.ManualClock;
import io.plumbline.spool.Spool;
import io.plumbline.spool.SpoolDirectory;
import io.plumbline.spool.SpoolHome;
import io.plumbline.spool.SpoolMode;
import io.plumbline.spool.SpoolOptions;
import io.plumbline.spool.StreamHeader;
import io.plumbline.telemetry.TelemetryResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One bound for all streams of a service: two that dead processes left, and a living one. */
class SharedBoundTest {
  private static final long OLDEST = 1_000_000_000L;
  private static final long OLD = 2_000_000_000L;
  private static final long OWN = 77;
  private static final int SEGMENT = 256 << 10;
  private static final int RING = 1 << 16;
  private static final SpoolOptions OPTIONS =
      new SpoolOptions(SpoolMode.AUTO, 16L * SEGMENT, 1 << 20, Duration.ofDays(7), 0, SEGMENT);

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  @TempDir Path base;

  private final RecordedCalls calls = new RecordedCalls(recorder);
  private final RelayBench bench = new RelayBench();
  private final LostRanges lostOfDead = new LostRanges();
  private final ManualClock clock = new ManualClock();
  private int inSegments;

  @Test
  void oldestGoFirstAndNothingBeforeItIsCounted() throws IOException {
    die("a", OLDEST, 5 * SEGMENT);
    die("b", OLD, 5 * SEGMENT);
    bench.spanAnswer = batch -> AWAY;
    bench.metricAnswer = batch -> AWAY;
    SpoolHome home = home("c");
    try (Spool spool =
        Spool.open(home, OPTIONS, bench.lost, bench.log, bench.errors, Clock.systemUTC())) {
      SpoolDirectory own = Objects.requireNonNull(home.directory());
      Adoption adoption = new Adoption(own, home.room(), lostOfDead, bench.log, bench.errors);
      bench.adoption = () -> next(adoption);
      Relay relay = bench.relay(spool);
      long most = 0;
      while (bytes("c") < 14L * SEGMENT) {
        bench.append(spool, calls.make(100));
        relay.round();
        most = Math.max(most, bytes("a") + bytes("b") + bytes("c"));
        assertThat(bytes("b") < 5L * SEGMENT && bytes("a") > 2L * SEGMENT)
            .as("b goes before a")
            .isFalse();
      }
      assertThat(most).isBetween(12L * SEGMENT, OPTIONS.maxSizeBytes());
      assertThat(spool.sizeBytes()).isLessThanOrEqualTo(OPTIONS.maxSizeBytes());

      bench.spanAnswer = batch -> OK;
      bench.metricAnswer = batch -> OK;
      bench.time.pass(Duration.ofMinutes(2));
      bench.settleWithMetrics(relay);
      bench.settleWithMetrics(relay);

      assertThat(streams()).hasSize(1);
      for (long stream : List.of(OLDEST, OLD)) {
        assertThat(bench.counted(stream)).isEqualTo(bench.made(stream)).isEqualTo(inSegments + 3);
        assertThat(bench.reasons("plumbline.dropped", stream)).isEmpty();
        assertThat(bench.reasons("plumbline.spans.dropped", stream))
            .isEqualTo(Map.of("spool_full", inSegments + 3 - delivered(stream)));
      }
      assertThat(delivered(OLDEST)).isZero();
      assertThat(bench.counted(OWN)).isEqualTo(bench.made);
      assertThat(bench.spanIds()).doesNotHaveDuplicates();
      assertThat(bench.errors.counts()).isEmpty();
    }
  }

  @Test
  void segmentThatADeadProcessMadeInAdvanceTakesItsRoomToo() throws IOException {
    die("a", OLDEST, 5 * SEGMENT);
    die("b", OLD, 5 * SEGMENT);
    makeInAdvance("b"); // and it died before it wrote into that
    assertThatAllTakeTheirRoom();
  }

  @Test
  void segmentThatADeadProcessHadJustBegunTakesItsRoomToo() throws IOException {
    die("a", OLDEST, 5 * SEGMENT);
    die("b", OLD, 5 * SEGMENT);
    begin("a"); // and it died before it wrote a record into that
    assertThatAllTakeTheirRoom();
  }

  private void assertThatAllTakeTheirRoom() throws IOException {
    long rings = 2 * Files.size(segments("a").get(0).resolveSibling("../ring"));
    SpoolHome home = home("c");
    try (Spool spool =
        Spool.open(home, OPTIONS, bench.lost, bench.log, bench.errors, Clock.systemUTC())) {
      SpoolDirectory own = Objects.requireNonNull(home.directory());
      Adoption adoption = new Adoption(own, home.room(), lostOfDead, bench.log, bench.errors);
      try (DeadStream oldest = Objects.requireNonNull(adoption.next())) {
        // Nothing can be given up: nobody has counted it.
        assertThat(oldest.giveUpOldest()).isFalse();
        ByteBuffer record = ByteBuffer.wrap(calls.make(1).get(0));
        while (spool.append(0, record.rewind(), 0) == null) {
          assertThat(rings + bytes("a") + bytes("b") + bytes("c"))
              .isLessThanOrEqualTo(OPTIONS.maxSizeBytes());
        }
        assertThat(bytes("c")).isGreaterThan(2L * SEGMENT);
      }
    }
  }

  /** A gap does not say why it is there. */
  @Test
  void whatHadExpiredIsSaidToHaveExpiredByWhoeverComesNext() throws IOException {
    die("a", OLDEST, 4 * SEGMENT);
    bench.spanAnswer = batch -> AWAY;
    bench.metricAnswer = batch -> AWAY;
    clock.advance(OPTIONS.maxAge());
    liveUntil("c", () -> bytes("a") == 0);
    long expired = inSegments;

    bench.spanAnswer = batch -> OK;
    bench.metricAnswer = batch -> OK;
    liveUntil("d", () -> bytes("a") == 0 && bench.made(OLDEST) > 0);

    assertThat(bench.counted(OLDEST)).isEqualTo(inSegments + 3);
    assertThat(bench.reasons("plumbline.spans.dropped", OLDEST))
        .isEqualTo(Map.of("spool_expired", expired));
  }

  /** It ends as by a kill, soon afterwards. */
  private void liveUntil(String id, BooleanSupplier enough) throws IOException {
    SpoolHome home = home(id);
    try (Spool spool = Spool.open(home, OPTIONS, bench.lost, bench.log, bench.errors, clock)) {
      SpoolDirectory own = Objects.requireNonNull(home.directory());
      LostRanges lost = new LostRanges();
      Adoption adoption = new Adoption(own, home.room(), lost, bench.log, bench.errors);
      List<DeadStream> adopted = new ArrayList<>();
      bench.adoption =
          () -> {
            DeadStream dead = adoption.next();
            if (dead == null) {
              return null;
            }
            adopted.add(dead);
            return RelayStream.adopted(dead, counts(dead), lost);
          };
      Relay relay = bench.relay(spool);
      for (int round = 0; !enough.getAsBoolean(); round++) {
        assertThat(round).isLessThan(1000);
        bench.append(spool, calls.make(10));
        bench.time.pass(Duration.ofSeconds(10));
        clock.advance(Duration.ofSeconds(10));
        spool.tidy();
        relay.round();
      }
      relay.round(); // writes down why they went
      adopted.forEach(DeadStream::close);
    }
  }

  private long delivered(long startEpochNanos) {
    String id = startEpochNanos == OLDEST ? "a" : "b";
    return bench.spans.stream()
        .filter(
            span ->
                id.equals(
                    span.getResource().getAttribute(AttributeKey.stringKey("service.instance.id"))))
        .count();
  }

  private @Nullable RelayStream next(Adoption adoption) {
    DeadStream dead = adoption.next();
    return dead == null ? null : RelayStream.adopted(dead, counts(dead), lostOfDead);
  }

  private static RelayStream.HookCounts counts(DeadStream dead) {
    RingCounts ring = dead.counts();
    Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    return new RelayStream.HookCounts(ring == null ? 0 : ring.made(), dropped);
  }

  /** Leaves so many bytes in segments, and three records in its ring. */
  private void die(String id, long startEpochNanos, long bytes) throws IOException {
    SpoolDirectory directory = directory(id, startEpochNanos);
    MappedRing ring = directory.createRing(RING, OPTIONS, bench.log);
    inSegments = 0;
    try (Spool spool = Spool.open(directory, OPTIONS, lostOfDead, bench.log, bench.errors, clock)) {
      while (spool.sizeBytes() < bytes) {
        accept(ring, 100);
        inSegments +=
            ring.drain((hook, payload, end) -> spool.append(hook, payload, end) == null, 100);
      }
    }
    accept(ring, 3);
    ring.close();
    directory.close();
  }

  private void makeInAdvance(String id) throws IOException {
    makeNext(id, ".precreated");
  }

  private void begin(String id) throws IOException {
    makeNext(id, ".cq4");
  }

  private void makeNext(String id, String ending) throws IOException {
    Path segment = segments(id).get(0);
    Files.write(segment.resolveSibling("19700202-00F" + ending), new byte[SEGMENT]);
  }

  private void accept(MappedRing ring, int records) {
    for (byte[] record : calls.make(records)) {
      assertThat(ring.accept(0, record, record.length)).isNull();
    }
  }

  private SpoolHome home(String id) {
    return SpoolHome.find(() -> directory(id, OWN), there -> {}, bench.log, Clock.systemUTC());
  }

  private SpoolDirectory directory(String id, long startEpochNanos) throws IOException {
    return SpoolDirectory.create(
        base,
        "shop",
        "fraud",
        new StreamHeader(
            id.repeat(32),
            id,
            startEpochNanos,
            "http://localhost:4318",
            1,
            TelemetryResource.describe("1", id, Map.of())));
  }

  /** Of the segments of a stream; mapped files are longer than what they take. */
  private long bytes(String id) {
    return segments(id).stream().mapToLong(file -> Math.min(SEGMENT, file.toFile().length())).sum();
  }

  private List<Path> segments(String id) {
    try (Stream<Path> files = Files.walk(base.resolve("shop.fraud"))) {
      return files
          .filter(file -> file.toString().contains("-" + id.repeat(32)))
          .filter(file -> file.toString().matches(".*[.](cq4|seg|precreated)"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> streams() throws IOException {
    try (Stream<Path> files = Files.list(base.resolve("shop.fraud"))) {
      return files
          .filter(
              file ->
                  file.getFileName().toString().startsWith("2")
                      || file.getFileName().toString().startsWith("1"))
          .toList();
    }
  }
}
