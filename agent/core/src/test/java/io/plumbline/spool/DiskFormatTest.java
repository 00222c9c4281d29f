package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.ring.MappedRing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stream that the product wrote, read by the drawing on the package page: what is below uses
 * nothing of the product, and could be written in any language.
 */
class DiskFormatTest {
  private static final int RECORDS = 40;

  @TempDir Path base;

  private Path stream = Path.of("");

  @Test
  void streamIsReadByItsDrawingAlone() throws IOException {
    write();

    List<Stored> queue = queue();
    assertThat(queue).extracting(Stored::index).containsExactlyElementsOf(indexes(1, RECORDS));
    assertThat(queue).extracting(Stored::text).containsExactlyElementsOf(texts(0, RECORDS));
    assertThat(queue).extracting(Stored::hook).containsOnly(3);
    assertThat(queue).extracting(Stored::millis).containsOnly(new ManualClock().millis());
    assertThat(segments()).hasSizeGreaterThan(2);

    long ringPosition = queue.get(queue.size() - 1).ringPosition();
    assertThat(ring(ringPosition)).containsExactlyElementsOf(texts(RECORDS, RECORDS + 5));
    assertThat(made(3)).isEqualTo(RECORDS + 6);
    assertThat(dropped(3, 0)).isEqualTo(1);
  }

  @Test
  void twoSlotFilesAreReadByTheirDrawingAlone() throws IOException {
    write();

    assertThat(slots("layout").getInt()).isEqualTo(SpoolOptions.MIN_SEGMENT_BYTES);
    assertThat(slots("ack").getLong()).isEqualTo(4);
    ByteBuffer checkpoint = slots("checkpoint");
    assertThat(checkpoint.getLong()).isEqualTo(7);
    assertThat(StandardCharsets.UTF_8.decode(checkpoint).toString()).isEqualTo("counts");
  }

  @Test
  void streamThatWasAdoptedSaysWhereItsRingGoesOn() throws IOException {
    write();
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory own = bench.directory()) {
      Adoption adoption = new Adoption(own, bench.losses::add, bench.log, bench.errors);
      try (DeadStream dead = adoption.next()) {
        assertThat(dead).isNotNull();
      }
    }

    ByteBuffer adopted = slots("adopted");
    assertThat(adopted.getLong()).isEqualTo(RECORDS);
    assertThat(adopted.getLong()).isEqualTo(queue().get(RECORDS - 1).ringPosition());
  }

  /** With the product: three segments and more, a ring that has wrapped, five records in it. */
  private void write() throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory)) {
      stream = directory.path();
      MappedRing ring = directory.createRing(1 << 18, SpoolBench.OPTIONS, bench.log);
      for (int i = 0; i < RECORDS; i++) {
        accept(ring, i);
        ring.drain((hook, payload, end) -> spool.append(hook, payload, end) == null, 1);
      }
      for (int i = RECORDS; i < RECORDS + 5; i++) {
        accept(ring, i);
      }
      ring.acceptDropped(3, DropReason.RING_FULL);
      try (SpoolTailer tailer = spool.tailer(0)) {
        SpoolBatch four = tailer.read(4, 1 << 20);
        spool.ack(new SpoolBatch(four.records().subList(0, 2)));
        spool.save(new Checkpoint(6, StandardCharsets.UTF_8.encode("longer, and older")));
        spool.save(new Checkpoint(7, StandardCharsets.UTF_8.encode("counts")));
        spool.ack(four);
      }
    }
  }

  private static void accept(MappedRing ring, int i) {
    byte[] record = text(i).getBytes(StandardCharsets.UTF_8);
    assertThat(ring.accept(3, record, record.length)).isNull();
  }

  private static List<Long> indexes(long first, long last) {
    return Stream.iterate(first, i -> i <= last, i -> i + 1).toList();
  }

  private static List<String> texts(int from, int to) {
    return IntStream.range(from, to).mapToObj(DiskFormatTest::text).toList();
  }

  private static String text(int i) {
    return "record " + i + " " + "x".repeat(20_000 + i);
  }

  // From here on: the drawing.

  private record Stored(long index, int hook, long millis, long ringPosition, String text) {}

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(stream.resolve("queue"))) {
      return files.filter(file -> file.toString().endsWith(".cq4")).sorted().toList();
    }
  }

  private List<Stored> queue() throws IOException {
    List<Stored> records = new ArrayList<>();
    for (Path segment : segments()) {
      ByteBuffer file = littleEndian(segment);
      for (int at = 0; file.getInt(at) != 0 && file.getInt(at) != 0xC0000000; ) {
        int length = file.getInt(at) & 0x3FFFFFFF;
        if (file.getInt(at) >>> 30 == 0) {
          records.add(record(file.slice(at + 4, length).order(ByteOrder.LITTLE_ENDIAN)));
        }
        at = (at + 4 + length + 3) / 4 * 4;
      }
    }
    return records;
  }

  private static Stored record(ByteBuffer document) {
    assertThat(document.getInt(0)).isEqualTo(crc(document.slice(4, document.limit() - 4)));
    assertThat(document.getInt(4)).isEqualTo(document.limit() - 40);
    assertThat(document.get(8)).isEqualTo((byte) 1);
    return new Stored(
        document.getLong(16),
        document.get(9) & 0xFF,
        document.getLong(32),
        document.getLong(24),
        StandardCharsets.UTF_8.decode(document.slice(40, document.getInt(4))).toString());
  }

  private List<String> ring(long from) throws IOException {
    ByteBuffer file = littleEndian(stream.resolve("ring"));
    assertThat(file.getLong(0)).isEqualTo(0x474E4952424D4C50L);
    assertThat(file.slice(0, 8)).isEqualTo(StandardCharsets.US_ASCII.encode("PLMBRING"));
    assertThat(file.getLong(8)).isEqualTo(1);
    long capacity = file.getLong(16);
    List<String> records = new ArrayList<>();
    for (long position = Math.max(from, file.getLong(256)); position < file.getLong(128); ) {
      int at = (int) (69632 + position % capacity);
      int length = file.getInt(at);
      if (file.getLong(at) == 0) {
        position += 8;
        continue;
      }
      assertThat(file.getShort(at + 6)).isEqualTo((short) 0x4C50);
      if (length > 0 && file.get(at + 5) == 1) {
        assertThat(file.get(at + 4)).isEqualTo((byte) 3);
        records.add(StandardCharsets.UTF_8.decode(file.slice(at + 8, length - 8)).toString());
      }
      position += (Math.abs(length) + 7L) / 8 * 8;
    }
    return records;
  }

  private long made(int hook) throws IOException {
    return littleEndian(stream.resolve("ring")).getLong(4096 + hook * 256);
  }

  private long dropped(int hook, int reason) throws IOException {
    return littleEndian(stream.resolve("ring")).getLong(4096 + hook * 256 + 128 + reason * 8);
  }

  private ByteBuffer slots(String name) throws IOException {
    @Nullable ByteBuffer newest = null;
    long generation = 0;
    for (String suffix : List.of(".0", ".1")) {
      ByteBuffer slot = slot(stream.resolve(name + suffix));
      if (slot != null && slot.getLong(16) > generation) {
        generation = slot.getLong(16);
        newest = slot.slice(24, slot.getInt(12));
      }
    }
    return Objects.requireNonNull(newest, name);
  }

  private static @Nullable ByteBuffer slot(Path file) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    ByteBuffer slot = ByteBuffer.wrap(Files.readAllBytes(file)); // big-endian
    boolean magic = slot.slice(0, 8).equals(StandardCharsets.US_ASCII.encode("PLMBSLOT"));
    boolean whole = slot.getInt(8) == crc(slot.slice(12, 12 + slot.getInt(12)));
    return magic && whole ? slot : null;
  }

  private static ByteBuffer littleEndian(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
