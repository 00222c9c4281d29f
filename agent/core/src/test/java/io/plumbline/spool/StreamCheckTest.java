package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.ring.MappedRing;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten records in five segments and three in the ring; the first two are acknowledged. */
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(60)
class StreamCheckTest {
  private static final String FILLER = "x".repeat(60_000);
  private static final int IN_QUEUE = 10;
  private static final int IN_RING = 3;

  @TempDir Path base;

  private Path stream;

  @BeforeEach
  void write() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory);
        SpoolTailer tailer = spool.tailer(0)) {
      stream = directory.path();
      MappedRing ring = directory.createRing(1 << 20, SpoolBench.OPTIONS, bench.log);
      accept(ring, IN_QUEUE);
      ring.drain((hook, payload, end) -> spool.append(hook, payload, end) == null, IN_QUEUE);
      accept(ring, IN_RING);
      spool.ack(tailer.read(2, 1 << 20));
      spool.save(new Checkpoint(3, StandardCharsets.UTF_8.encode("older")));
      spool.save(new Checkpoint(4, StandardCharsets.UTF_8.encode("newer")));
    }
  }

  private static void accept(MappedRing ring, int records) {
    for (int i = 0; i < records; i++) {
      byte[] record = (i + FILLER).getBytes(StandardCharsets.UTF_8);
      assertThat(ring.accept(0, record, record.length)).isNull();
    }
  }

  @Test
  void wholeStreamIsFine() throws IOException {
    StreamCheck check = check();

    assertThat(check.findings()).isEmpty();
    assertThat(check.wholeRecords()).isEqualTo(8); // the acknowledged segment is gone
    assertThat(check.lost()).isEmpty();
  }

  @Test
  void changedByteIsFoundWithItsRecord() throws IOException {
    overwrite(segment(3), 70_000, "?");

    StreamCheck check = check();

    assertThat(check.findings()).hasSize(1);
    StreamFinding finding = check.findings().get(0);
    assertThat(finding.isDamage()).isTrue();
    assertThat(finding.file()).isEqualTo(segment(3));
    assertThat(finding.offset()).isBetween(65_000L, 70_000L);
    assertThat(finding.what()).contains("wrong checksum").contains("record 5 is missing");
    assertThat(check.lost()).singleElement().extracting(SpoolLoss::firstIndex).isEqualTo(5L);
    assertThat(read()).hasSize(10).doesNotContain(5L).contains(4L, 6L, 13L);
  }

  @Test
  void damageBeforeTheFirstWholeRecordCostsWhatIsNotAcknowledged() throws IOException {
    overwrite(segment(2), 70_000, "?"); // record 3 is counted, and its span is not delivered

    assertThat(check().lost()).extracting(SpoolLoss::firstIndex).containsExactly(3L);
  }

  @Test
  void recordsBehindAWrongLengthAreFoundAgain() throws IOException {
    overwrite(segment(3), 65_808, "\u0000\u0000\u0001\u0001");

    StreamCheck check = check();

    assertThat(check.lost()).extracting(SpoolLoss::records).containsExactly(1L);
    assertThat(read()).contains(6L);
  }

  @Test
  void zerosInTheMiddleAreDamage() throws IOException {
    overwrite(segment(3), 0, "\u0000".repeat(80_000));

    assertThat(check().lost()).extracting(SpoolLoss::firstIndex).containsExactly(5L);
    assertThat(read()).contains(6L);
  }

  @Test
  void segmentCutShortIsToldWithItsSize() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(segment(4).toFile(), "rw")) {
      file.setLength(100_000);
    }

    StreamCheck check = check();

    assertThat(check.findings())
        .extracting(StreamFinding::what)
        .anyMatch(what -> what.startsWith("is cut"))
        .anyMatch(what -> what.contains("missing"));
    assertThat(check.findings()).extracting(StreamFinding::isDamage).containsOnly(true);
  }

  @Test
  void missingSegmentIsAGap() throws IOException {
    Files.delete(segment(3));

    StreamCheck check = check();

    assertThat(check.findings())
        .singleElement()
        .extracting(StreamFinding::what)
        .isEqualTo("records 5 to 6 are missing before record 7");
    assertThat(check.lost()).extracting(SpoolLoss::records).containsExactly(2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ack.1", "checkpoint.0", "layout.1"})
  void changedSlotIsDamage(String slot) throws IOException {
    overwrite(stream.resolve(slot), 25, "?");

    assertThat(check().findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.file()).isEqualTo(stream.resolve(slot));
              assertThat(finding.isDamage()).isTrue();
              assertThat(finding.what()).startsWith("is not whole");
            });
  }

  @Test
  void changedHeaderIsDamage() throws IOException {
    overwrite(stream.resolve("stream.properties"), 12, "?");

    assertThat(check().findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.what()).contains("damaged"));
  }

  @Test
  void damageInTheRingIsToldWithItsOffset() throws IOException {
    long second = 69_632 + 11L * 60_016; // eleven of sixteen-byte-aligned records before it
    overwrite(stream.resolve("ring"), second + 6, "?");

    StreamCheck check = check();

    assertThat(check.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.file()).isEqualTo(stream.resolve("ring"));
              assertThat(finding.offset()).isEqualTo(second);
            });
    assertThat(check.isRingDamaged()).isTrue();
  }

  @Test
  void ackBeyondTheLastRecordIsDamage() throws IOException {
    new TwoSlots(stream, "ack").write(ByteBuffer.allocate(8).putLong(99).array());

    assertThat(check().findings())
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.what()).isEqualTo("up to record 99, the last is 13"));
  }

  @Test
  void halfWrittenRecordIsNoDamage() throws IOException {
    // Behind the last one, as a killed process leaves it.
    List<Path> segments = segments();
    Path newest = segments.get(segments.size() - 1);
    long end;
    try (SegmentFile file = new SegmentFile(newest)) {
      SegmentItem item = file.next();
      while (!(item instanceof SegmentItem.End)) {
        item = file.next();
      }
      end = ((SegmentItem.End) item).offset();
    }
    overwrite(newest, end, "\u0000\u0000\u0000\u0080half a record");

    StreamCheck check = check();

    assertThat(check.findings()).singleElement().satisfies(f -> assertThat(f.isDamage()).isFalse());
    assertThat(check.isDamaged()).isFalse();
  }

  /** Whatever is done to the segments: what is found whole is as it was, in order, once. */
  @Test
  void onlyWholeRecordsAreReadOfAnyDamage() throws IOException {
    long seed = Long.getLong("plumbline.test.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < Integer.getInteger("plumbline.test.rounds", 150); round++) {
      Path file = segments().get(random.nextInt(segments().size()));
      byte[] before = Files.readAllBytes(file);
      damage(file, random);

      List<Long> read = read();
      StreamCheck check = check();

      String seeded = "seed " + seed + ", round " + round + ": " + check.findings();
      assertThat(read).as(seeded).isSorted().doesNotHaveDuplicates();
      assertThat(read).as(seeded).allMatch(index -> index >= 3 && index <= 13);
      assertThat(read.size()).as(seeded).isEqualTo(check.wholeRecords() + IN_RING);
      if (read.size() < IN_QUEUE + IN_RING - 2) {
        assertThat(check.findings()).as(seeded).isNotEmpty();
      }
      Files.write(file, before);
    }
  }

  private static void damage(Path file, Random random) throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      int at = random.nextInt(200_000);
      switch (random.nextInt(4)) {
        case 0 -> opened.setLength(at);
        case 1 -> {
          byte[] noise = new byte[random.nextInt(1, 5000)];
          random.nextBytes(noise);
          opened.seek(at);
          opened.write(noise);
        }
        case 2 -> {
          opened.seek(at);
          opened.write(new byte[random.nextInt(1, 100_000)]);
        }
        default -> {
          opened.seek(at);
          int old = opened.read();
          opened.seek(at);
          opened.write(old ^ (1 << random.nextInt(8)));
        }
      }
    }
  }

  @Test
  void nothingIsChanged() throws IOException {
    Map<Path, String> before = digest();

    check();
    read();

    assertThat(digest()).isEqualTo(before);
  }

  private Map<Path, String> digest() throws IOException {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(base)) {
      for (Path file : all.toList()) {
        String content =
            Files.isDirectory(file)
                ? ""
                : HexFormat.of().formatHex(Files.readAllBytes(file)).hashCode() + "";
        files.put(file, Files.getLastModifiedTime(file) + " " + content);
      }
    }
    return files;
  }

  private StreamCheck check() throws IOException {
    return StreamCheck.of(StoredStream.read(stream), read -> {});
  }

  private List<Long> read() throws IOException {
    List<Long> indexes = new ArrayList<>();
    try (SpoolTailer tailer = StoredStream.read(stream).tailer(0)) {
      for (SpoolBatch batch = tailer.read(3, 1 << 20);
          !batch.isEmpty();
          batch = tailer.read(3, 1 << 20)) {
        for (SpoolRecord record : batch.records()) {
          indexes.add(record.index());
          assertThat(SpoolBench.text(record)).endsWith(FILLER);
        }
      }
    }
    return indexes;
  }

  private List<Path> segments() throws IOException {
    return SegmentFiles.list(stream);
  }

  private Path segment(int cycle) {
    return SegmentFiles.segment(stream.resolve("queue"), cycle);
  }

  private static void overwrite(Path file, long at, String bytes) throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.seek(at);
      opened.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
