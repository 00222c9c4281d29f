package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Something else writes into the files of a spool in use. No record arrives that was not stored,
 * none twice, what is lost is told, and new ones are taken. The seed as in {@link
 * SpoolCorruptionFuzzTest}.
 *
 * <p>Files are written over, never cut: that is the one thing that cannot be survived everywhere.
 */
@Timeout(300)
class LiveSpoolCorruptionFuzzTest {
  private static final int CASES = Integer.getInteger("plumbline.fuzz.cases", 150);
  private static final int STEPS = 6;

  @TempDir Path base;

  @ParameterizedTest
  @EnumSource(names = {"MAPPED", "FILE"})
  void spoolGoesOn(SpoolMode mode) throws IOException {
    long seed = Long.getLong("plumbline.fuzz.seed", System.nanoTime());
    System.out.println("plumbline.fuzz.seed=" + seed + " in mode " + mode);
    for (int i = 0; i < CASES; i++) {
      Case one = new Case(seed + i, mode);
      try {
        one.run();
      } catch (AssertionError | Exception e) {
        throw new AssertionError(one + " failed", e);
      }
    }
  }

  private final class Case {
    private final long seed;
    private final RandomGenerator random;
    private final SpoolBench bench = new SpoolBench(base);
    private final SpoolOptions options;
    private final List<String> stored = new ArrayList<>();
    private final Set<Long> read = new HashSet<>();
    private final List<String> damages = new ArrayList<>();

    Case(long seed, SpoolMode mode) {
      this.seed = seed;
      this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      this.options = SpoolBench.OPTIONS.withMode(mode);
    }

    void run() throws IOException {
      SpoolDirectory directory = bench.directory();
      try (Spool spool = bench.open(directory, options);
          SpoolTailer tailer = spool.tailer(0)) {
        for (int step = 0; step < STEPS; step++) {
          append(spool, random.nextInt(40));
          read(tailer, random.nextInt(60));
          damage(directory.path());
          bench.clock.advance(Duration.ofSeconds(2));
          spool.tidy();
        }
        append(spool, 20);
        settle(spool, tailer);
        check(spool);
      }
      directory.delete();
    }

    private void append(Spool spool, int records) {
      for (int i = 0; i < records; i++) {
        String text = seed + ":" + stored.size() + ":" + "x".repeat(random.nextInt(20_000));
        DropReason refusal = SpoolBench.append(spool, text);
        assertThat(refusal).isNull();
        stored.add(text);
      }
    }

    private void read(SpoolTailer tailer, int most) {
      for (SpoolRecord record : tailer.read(most, 1 << 20).records()) {
        assertThat(read.add(record.index())).isTrue();
        assertThat(SpoolBench.text(record)).isEqualTo(stored.get((int) (record.index() - 1)));
      }
    }

    private void damage(Path stream) throws IOException {
      Path file = anyFile(stream);
      if (file == null) {
        return;
      }
      int length = (int) Files.size(file);
      int from = random.nextInt(length);
      byte[] garbage = new byte[1 + random.nextInt(Math.min(4000, length - from))];
      if (random.nextBoolean()) {
        random.nextBytes(garbage);
      }
      damages.add(stream.relativize(file) + "@" + from + "+" + garbage.length);
      try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
        opened.seek(from);
        opened.write(garbage);
      }
    }

    private @Nullable Path anyFile(Path stream) throws IOException {
      try (var files = Files.walk(stream)) {
        List<Path> all =
            files.filter(Files::isRegularFile).filter(file -> file.toFile().length() > 0).toList();
        return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
      }
    }

    private void settle(Spool spool, SpoolTailer tailer) {
      for (int i = 0; i < 20; i++) {
        read(tailer, 1000);
        bench.clock.advance(Duration.ofSeconds(2));
        spool.tidy();
      }
    }

    private void check(Spool spool) {
      Set<Long> told = new HashSet<>();
      for (SpoolLoss loss : bench.losses) {
        for (long index = loss.firstIndex(); index <= loss.lastIndex(); index++) {
          assertThat(told.add(index)).isTrue();
          assertThat(read).doesNotContain(index);
        }
      }
      assertThat(told.size() + read.size()).isEqualTo(stored.size());
      assertThat(spool.lastIndex()).isEqualTo(stored.size());
    }

    @Override
    public String toString() {
      return "plumbline.fuzz.seed=" + seed + " " + damages;
    }
  }
}
