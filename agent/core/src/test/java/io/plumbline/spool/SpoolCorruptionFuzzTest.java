package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.ring.MappedRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A dead stream, damaged in thousands of ways: what was not hit is delivered, once and in order,
 * and what was is told.
 *
 * <p>{@code -Dplumbline.fuzz.seed=… -Dplumbline.fuzz.cases=…}; a failure names the seed of its
 * case, which as seed of one case shows it again.
 */
@Timeout(300)
class SpoolCorruptionFuzzTest {
  private static final int CASES = Integer.getInteger("plumbline.fuzz.cases", 1500);
  private static final int IN_SEGMENTS = 120;
  private static final int IN_RING = 25;
  private static final int RING = 1 << 16;

  /** Where a record is in the undamaged files. */
  private record Place(Path file, long from, long to) {}

  @TempDir Path base;

  private final List<String> texts = new ArrayList<>();
  private final Map<Long, Place> places = new TreeMap<>();

  @ParameterizedTest
  @EnumSource(names = {"MAPPED", "FILE"})
  void whatWasNotHitIsDeliveredAndWhatWasIsTold(SpoolMode mode) throws IOException {
    long seed = Long.getLong("plumbline.fuzz.seed", System.nanoTime());
    System.out.println("plumbline.fuzz.seed=" + seed + " in mode " + mode);
    SpoolBench bench = new SpoolBench(base);
    Path stream = deadStream(bench, mode);
    Snapshot clean = new Snapshot(stream);
    findPlaces(clean, stream);
    try (SpoolDirectory own = bench.directory();
        Spool living = bench.open(own)) {
      for (int i = 0; i < CASES; i++) {
        Case one = new Case(seed + i, clean, stream);
        try {
          one.run(own);
        } catch (AssertionError | Exception e) {
          throw new AssertionError(one + " failed", e);
        }
        assertThat(SpoolBench.append(living, "new " + i)).isNull();
      }
      assertThat(living.lastIndex()).isEqualTo(CASES);
      assertThat(SpoolBench.readAll(living)).hasSize(CASES);
      assertThat(bench.quarantined()).hasSizeBetween(1, Quarantine.MAX_PIECES);
    }
  }

  /** Three segments, and records in the ring after them. */
  private Path deadStream(SpoolBench bench, SpoolMode mode) throws IOException {
    RandomGenerator random = random(7);
    SpoolOptions options = SpoolBench.OPTIONS.withMode(mode);
    SpoolDirectory directory = bench.directory();
    MappedRing ring = MappedRing.create(directory.ringFile(), RING);
    try (Spool spool = bench.open(directory, options)) {
      for (int i = 1; i <= IN_SEGMENTS + IN_RING; i++) {
        String text = "#" + i + ":" + "x".repeat(random.nextInt(i > IN_SEGMENTS ? 900 : 6000));
        texts.add(text);
        byte[] record = text.getBytes(StandardCharsets.UTF_8);
        assertThat(ring.accept(0, record, record.length)).isNull();
        if (i <= IN_SEGMENTS) {
          ring.drain((hook, payload, end) -> spool.append(hook, payload, end) == null, 1);
        }
      }
      spool.save(new Checkpoint(20, StandardCharsets.UTF_8.encode("state")));
      spool.save(new Checkpoint(30, StandardCharsets.UTF_8.encode("state")));
      spool.ack(spool.tailer(9).read(1, 1));
      spool.ack(spool.tailer(10).read(1, 1));
    }
    directory.close();
    return directory.path();
  }

  private void findPlaces(Snapshot clean, Path stream) throws IOException {
    for (Path file : SegmentFiles.list(stream)) {
      String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      addPlaces(stream.relativize(file), content, RecordFrame.HEADER_BYTES);
    }
    Path ring = Path.of("ring");
    addPlaces(ring, new String(clean.bytes(ring), StandardCharsets.ISO_8859_1), 8);
    assertThat(places).hasSize(texts.size());
  }

  private void addPlaces(Path file, String content, int header) {
    for (int i = 0; i < texts.size(); i++) {
      int at = content.indexOf(texts.get(i));
      if (at >= 0) {
        assertThat(content.indexOf(texts.get(i), at + 1)).isNegative();
        int end = at + texts.get(i).length();
        places.put(i + 1L, new Place(file, at - header, end));
      }
    }
  }

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** One damaged stream, from its adoption to its end. */
  private final class Case {
    private final long seed;
    private final Snapshot clean;
    private final Path stream;
    private final RandomGenerator random;
    private final List<Damage> damages = new ArrayList<>();

    Case(long seed, Snapshot clean, Path stream) {
      this.seed = seed;
      this.clean = clean;
      this.stream = stream;
      this.random = random(seed);
    }

    void run(SpoolDirectory own) throws IOException {
      clean.putBack();
      damage();
      SpoolBench bench = new SpoolBench(base);
      Adoption adoption = new Adoption(own, bench.losses::add, bench.log, bench.errors);
      DeadStream dead = adoption.next();
      if (dead == null) {
        assertThat(isWithoutHeader()).as("nobody delivers it").isTrue();
        assertThat(stream).doesNotExist();
        return;
      }
      check(dead, bench);
      dead.remove();
      assertThat(stream).doesNotExist();
    }

    private void damage() throws IOException {
      List<Path> files = clean.files();
      for (int n = random.nextInt(3); n >= 0; n--) {
        Path file = files.get(random.nextInt(files.size()));
        if (isHit(file) || file.toString().equals("owner.lock")) {
          continue;
        }
        byte[] bytes = clean.bytes(file);
        Damage damage = Damage.of(file, bytes.length, random);
        Files.write(stream.resolve(file), damage.applyTo(bytes, random));
        damages.add(damage);
      }
    }

    private boolean isHit(Path file) {
      return damages.stream().anyMatch(damage -> damage.file().equals(file));
    }

    private boolean isWithoutHeader() {
      return isHit(Path.of("stream.properties")) && isHit(Path.of("stream.copy.properties"));
    }

    private void check(DeadStream dead, SpoolBench bench) {
      NavigableMap<Long, String> read = new TreeMap<>();
      Set<String> seen = new HashSet<>();
      long before = 0;
      try (SpoolTailer tailer = dead.tailer(0)) {
        for (SpoolBatch batch = tailer.read(50, 100_000);
            !batch.isEmpty();
            batch = tailer.read(50, 100_000)) {
          for (SpoolRecord record : batch.records()) {
            String text = SpoolBench.text(record);
            assertThat(record.index()).isGreaterThan(before);
            assertThat(seen.add(text)).as("once: %s", text.split(":", -1)[0]).isTrue();
            before = record.index();
            read.put(before, text);
          }
        }
      }
      checkRead(read, seen, dead.lastInSegments());
      checkLosses(dead, read, bench.losses);
    }

    private void checkRead(NavigableMap<Long, String> read, Set<String> seen, long lastInSegments) {
      for (Map.Entry<Long, Place> record : places.entrySet()) {
        String text = texts.get((int) (record.getKey() - 1));
        if (isWhole(record.getValue())) {
          assertThat(seen.contains(text)).as("record %s arrives", record.getKey()).isTrue();
        }
      }
      read.headMap(lastInSegments, true)
          .forEach((index, text) -> assertThat(text).isEqualTo(texts.get((int) (index - 1))));
    }

    /** Neither it nor what leads to it was hit. */
    private boolean isWhole(Place place) {
      boolean inRing = place.file().equals(Path.of("ring"));
      for (Damage damage : damages) {
        boolean leads =
            inRing && damage.file().equals(place.file()) && damage.from() < 69632 + RING;
        if (damage.file().equals(place.file())
            && (leads || damage.hits(place.from(), place.to()))) {
          return false;
        }
      }
      return true;
    }

    private void checkLosses(DeadStream dead, Map<Long, String> read, List<SpoolLoss> losses) {
      Set<Long> told = new HashSet<>();
      for (SpoolLoss loss : losses) {
        assertThat(loss.reason()).isEqualTo(DropReason.CORRUPTED);
        for (long index = loss.firstIndex(); index <= loss.lastIndex(); index++) {
          assertThat(told.add(index)).as("%s is told once", index).isTrue();
          assertThat(read).as("what is told as lost").doesNotContainKey(index);
        }
      }
      Checkpoint checkpoint = dead.checkpoint();
      long covered = checkpoint == null ? 0 : checkpoint.coveredIndex();
      for (long index = covered + 1; index <= dead.lastIndex(); index++) {
        assertThat(read.containsKey(index) || told.contains(index)).as("%s", index).isTrue();
      }
    }

    @Override
    public String toString() {
      return "plumbline.fuzz.seed=" + seed + " " + damages;
    }
  }
}
