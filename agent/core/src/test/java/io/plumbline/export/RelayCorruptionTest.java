package io.plumbline.export;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.resources.Resource;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.ring.MappedRing;
import io.plumbline.ring.RingCounts;
import io.plumbline.spool.Adoption;
import io.plumbline.spool.Checkpoint;
import io.plumbline.spool.Damage;
import io.plumbline.spool.DeadStream;
import io.plumbline.spool.Snapshot;
import io.plumbline.spool.Spool;
import io.plumbline.spool.SpoolDirectory;
import io.plumbline.spool.SpoolOptions;
import io.plumbline.spool.StreamHeader;
import io.plumbline.telemetry.TelemetryOptions;
import io.plumbline.telemetry.TelemetryResource;
import io.plumbline.telemetry.TelemetryStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The counts of a dead stream, some files of which are damaged, still add up: made = counted + Σ
 * dropped, nothing twice. The seed as in {@code SpoolCorruptionFuzzTest}.
 */
@Timeout(300)
class RelayCorruptionTest {
  private static final int CASES = Integer.getInteger("plumbline.fuzz.cases", 400);
  private static final long DEAD = 1_000_000_000L;
  private static final int SPOOLED = 40;
  private static final int IN_RING = 10;
  private static final int DROPPED = 3;

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  @TempDir Path base;

  private final RecordedCalls calls = new RecordedCalls(recorder);

  @Test
  void countsAddUpWhateverIsDamaged() throws IOException {
    long seed = Long.getLong("plumbline.fuzz.seed", System.nanoTime());
    System.out.println("plumbline.fuzz.seed=" + seed);
    Path stream = deadStream();
    Snapshot clean = new Snapshot(stream);
    try (SpoolDirectory own = directory("b", 2 * DEAD)) {
      for (int i = 0; i < CASES; i++) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed + i);
        clean.putBack();
        List<Damage> damages = damage(clean, stream, random);
        try {
          check(own, stream, leastMade(damages));
        } catch (AssertionError | Exception e) {
          throw new AssertionError("plumbline.fuzz.seed=" + (seed + i) + " " + damages, e);
        }
      }
    }
  }

  private static List<Damage> damage(Snapshot clean, Path stream, RandomGenerator random)
      throws IOException {
    List<Damage> damages = new ArrayList<>();
    List<Path> files = new ArrayList<>(clean.files());
    files.removeIf(file -> file.toString().equals("owner.lock"));
    files.removeIf(file -> file.toString().startsWith("stream."));
    for (int n = random.nextInt(3); n >= 0; n--) {
      Path file = files.remove(random.nextInt(files.size()));
      byte[] bytes = clean.bytes(file);
      Damage damage = Damage.of(file, bytes.length, random);
      Files.write(stream.resolve(file), damage.applyTo(bytes, random));
      damages.add(damage);
    }
    return damages;
  }

  /**
   * Where neither the segment nor the ring can be read, an older checkpoint may be all there is.
   */
  private static long leastMade(List<Damage> damages) {
    Set<String> hit =
        damages.stream().map(each -> each.file().getName(0).toString()).collect(toSet());
    return hit.containsAll(Set.of("queue", "ring")) ? 0 : SPOOLED / 2;
  }

  private void check(SpoolDirectory own, Path stream, long leastMade) throws IOException {
    RelayBench bench = new RelayBench();
    LostRanges lost = new LostRanges();
    Adoption adoption = new Adoption(own, lost, bench.log, bench.errors);
    bench.adoption =
        () -> {
          DeadStream dead = adoption.next();
          return dead == null ? null : RelayStream.adopted(dead, counts(dead), lost);
        };
    Spool living = Spool.inMemory(SpoolOptions.DEFAULT, bench.lost, Clock.systemUTC());

    bench.settleWithMetrics(bench.relay(living));

    Map<String, Long> dropped = bench.reasons("plumbline.dropped", DEAD);
    long droppedInAll = dropped.values().stream().mapToLong(n -> n).sum();
    long made = bench.made(DEAD);
    assertThat(stream).doesNotExist();
    assertThat(bench.spanIds()).doesNotHaveDuplicates();
    assertThat(made).isEqualTo(bench.counted(DEAD) + droppedInAll);
    assertThat(made).isBetween(leastMade, SPOOLED + IN_RING + DROPPED + 12_000L);
    assertThat(bench.counted(DEAD)).isLessThanOrEqualTo(SPOOLED + IN_RING);
    assertThat(dropped).containsOnlyKeys(known(dropped));
  }

  private static List<String> known(Map<String, Long> dropped) {
    List<String> known = new ArrayList<>(List.of("ring_full", "corrupted", "process_died"));
    known.retainAll(dropped.keySet());
    return known;
  }

  private Path deadStream() throws IOException {
    RelayBench bench = new RelayBench();
    SpoolDirectory directory = directory("a", DEAD);
    MappedRing ring = directory.createRing(1 << 16, SpoolOptions.DEFAULT, bench.log);
    accept(ring, SPOOLED);
    for (int i = 0; i < DROPPED; i++) {
      ring.acceptDropped(0, DropReason.RING_FULL);
    }
    SpoolOptions options = small();
    try (Spool spool =
        Spool.open(directory, options, bench.lost, bench.log, bench.errors, Clock.systemUTC())) {
      ring.drain((hook, payload, end) -> spool.append(hook, payload, end) == null, 1000);
      StreamRelay relay =
          new StreamRelay(
              RelayStream.living(
                  new TelemetryStream("own", DEAD, Resource.empty()),
                  spool,
                  () -> counts(ring.counts()),
                  bench.lost),
              TelemetryOptions.defaults("1"),
              RelayBench.OPTIONS,
              bench.errors);
      assertThat(relay.count()).isTrue();
      relay.checkpoint();
      assertThat(relay.count()).isTrue();
      relay.checkpoint();
      Checkpoint checkpoint = spool.checkpoint();
      assertThat(checkpoint).isNotNull();
      spool.ack(spool.tailer(0).read(5, 100_000));
      relay.close();
    }
    accept(ring, IN_RING);
    ring.close();
    directory.close();
    return directory.path();
  }

  private static SpoolOptions small() {
    SpoolOptions usual = SpoolOptions.DEFAULT;
    return new SpoolOptions(
        usual.mode(),
        usual.maxSizeBytes(),
        usual.maxMemoryBytes(),
        usual.maxAge(),
        usual.minFreeDiskBytes(),
        256 << 10);
  }

  private void accept(MappedRing ring, int records) {
    for (byte[] record : calls.make(records)) {
      assertThat(ring.accept(0, record, record.length)).isNull();
    }
  }

  private static RelayStream.HookCounts counts(DeadStream dead) {
    RingCounts ring = dead.counts();
    return ring == null ? new RelayStream.HookCounts(0, Map.of()) : counts(ring);
  }

  private static RelayStream.HookCounts counts(RingCounts ring) {
    Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    for (DropReason reason : DropReason.values()) {
      dropped.put(reason, ring.dropped(reason));
    }
    return new RelayStream.HookCounts(ring.made(), dropped);
  }

  private SpoolDirectory directory(String digit, long startEpochNanos) throws IOException {
    Map<String, String> resource =
        TelemetryResource.describe("1", digit.equals("a") ? "dead" : "alive", Map.of());
    StreamHeader header =
        new StreamHeader(
            digit.repeat(32), "id", startEpochNanos, "http://localhost:4318", 1, resource);
    return SpoolDirectory.create(base, "shop", "fraud", header);
  }
}
