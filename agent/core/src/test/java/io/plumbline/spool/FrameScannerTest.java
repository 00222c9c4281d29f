package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FrameScannerTest {
  private final FrameBuffer frame = new FrameBuffer(1 << 20);

  /** A change of these bytes is a change of the layout. */
  @Test
  void frameIsLaidOutAsDrawn() {
    frame.encode(7, 0x0102030405060708L, 9, 0x1112131415161718L, 0x2122232425262728L, text("ab"));

    assertThat(HexFormat.of().formatHex(frame.bytes(), 4, frame.length()))
        .isEqualTo(
            "02000000" // length
                + "01" // version
                + "07" // hook
                + "0000"
                + "09000000" // not on disk before it
                + "0807060504030201" // index
                + "2827262524232221" // position in the ring
                + "1817161514131211" // milliseconds
                + "6162");
    assertThat(HexFormat.of().formatHex(frame.bytes(), 0, 4)).isEqualTo("afa78500");
    assertThat(frame.padded().remaining()).isEqualTo(44);
  }

  @Test
  void recordsOfAllLengthsAreFoundWhereverTheyStand() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
    List<Integer> lengths = List.of(0, 1, 2, 3, 4, 5, 1000, 70_000, 200_000, 3);
    for (int length : lengths) {
      bytes.position(bytes.position() + 4 * length % 400); // anything may stand between
      bytes.put(framed(lengths.indexOf(length), "x".repeat(length)));
    }

    assertThat(scan(bytes.array()).stream().map(String::length).toList()).isEqualTo(lengths);
  }

  @Test
  void recordThatIsAppendedMeanwhileIsFound() throws IOException {
    MemorySegment segment = new MemorySegment(1000);
    try (FrameScanner scanner = new FrameScanner(segment.open())) {
      assertThat(scanner.next()).isNull();
      frame.encode(0, 1, 0, 0, 0, text("one"));
      segment.append(frame);

      RecordFrame found = Objects.requireNonNull(scanner.next());
      assertThat(SpoolBench.text(found.record())).isEqualTo("one");
      assertThat(scanner.next()).isNull();
    }
  }

  /**
   * Every place looks like the start of a long record: each is a checksum over all that follows.
   */
  @Test
  @Timeout(20)
  void garbageThatLooksLikeRecordsIsGivenUp() throws IOException {
    byte[] bytes = new byte[8 << 20];
    ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + 12 <= bytes.length; at += 12) {
      view.putInt(at, 12345);
      view.putInt(at + 4, 1 << 20);
      view.putInt(at + 8, 1);
    }

    assertThat(scan(bytes)).isEmpty();
  }

  @Test
  void wholeRecordOfAnotherVersionIsToldFromDamage() {
    byte[] other = framed(1, "text");
    other[8] = 3;
    assertThat(scanQuietly(other)).isEmpty();

    CRC32C crc = new CRC32C();
    crc.update(other, 4, RecordFrame.HEADER_BYTES);
    ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putInt(0, (int) crc.getValue());

    assertThatThrownBy(() -> scan(other)).isInstanceOf(OtherVersionException.class);
  }

  private byte[] framed(long index, String text) {
    frame.encode(0, index, 0, 0, 0, text(text));
    ByteBuffer padded = frame.padded();
    byte[] bytes = new byte[padded.remaining()];
    padded.get(bytes);
    return bytes;
  }

  private static ByteBuffer text(String text) {
    return StandardCharsets.UTF_8.encode(text);
  }

  private static List<String> scanQuietly(byte[] bytes) {
    try {
      return scan(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> scan(byte[] bytes) throws IOException {
    List<String> texts = new ArrayList<>();
    try (FrameScanner scanner = new FrameScanner(new Bytes(ByteBuffer.wrap(bytes)))) {
      for (RecordFrame next = scanner.next(); next != null; next = scanner.next()) {
        texts.add(SpoolBench.text(next.record()));
      }
    }
    return texts;
  }

  private record Bytes(ByteBuffer bytes) implements SegmentBytes {
    @Override
    public void read(ByteBuffer into, long from) {
      into.put(bytes.slice((int) from, Math.min(into.remaining(), bytes.limit() - (int) from)));
    }

    @Override
    public long size() {
      return bytes.limit();
    }

    @Override
    public void close() {}
  }
}
