package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.ring.MappedRing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an agent of another version left is neither delivered wrongly nor touched, nor in the way.
 */
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(60)
class OtherVersionTest {
  @TempDir Path base;

  private SpoolBench bench;
  private SpoolDirectory other;
  private SpoolDirectory own;

  @BeforeEach
  void twoDeadStreams() throws IOException {
    bench = new SpoolBench(base);
    other = dead("of another version");
    dead("of this version");
    own = bench.directory();
  }

  @AfterEach
  void letGo() {
    own.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void header(int version) throws IOException {
    for (String name : List.of("stream.properties", "stream.copy.properties")) {
      Path header = other.path().resolve(name);
      String body =
          Files.readString(header)
              .replace("version=1", "version=" + version)
              .replaceFirst("crc32c=.*\\n", "");
      CRC32C crc = new CRC32C();
      crc.update(body.getBytes(StandardCharsets.UTF_8));
      Files.writeString(
          header, body + "crc32c=" + HexFormat.of().toHexDigits((int) crc.getValue()) + "\n");
    }

    onlyTheOtherOneIsDelivered();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2})
  void ring(long version) throws IOException {
    byte[] ring = Files.readAllBytes(other.ringFile());
    ByteBuffer.wrap(ring).order(ByteOrder.LITTLE_ENDIAN).putLong(8, version);
    Files.write(other.ringFile(), ring);

    onlyTheOtherOneIsDelivered();
  }

  @ParameterizedTest
  @ValueSource(bytes = {3, 4})
  void records(byte version) throws IOException {
    Path segment = SegmentFiles.list(other.path()).get(0);
    byte[] bytes = Files.readAllBytes(segment);
    int text = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("of another version");
    int frame = text - RecordFrame.HEADER_BYTES;
    bytes[frame + 8] = version;
    CRC32C crc = new CRC32C();
    crc.update(bytes, frame + 4, RecordFrame.HEADER_BYTES - 4 + "of another version".length());
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(frame, (int) crc.getValue());
    Files.write(segment, bytes);

    onlyTheOtherOneIsDelivered();
  }

  private void onlyTheOtherOneIsDelivered() throws IOException {
    Snapshot before = new Snapshot(other.path());
    Adoption adoption = new Adoption(own, bench.losses::add, bench.log, bench.errors);
    try (DeadStream dead = Objects.requireNonNull(adoption.next())) {
      assertThat(SpoolBench.readAll(dead)).containsExactly("of this version");
      dead.remove();
    }
    assertThat(adoption.next()).isNull();
    assertThat(bench.quarantined()).isEmpty();
    assertThat(bench.losses).isEmpty();
    Snapshot after = new Snapshot(other.path());
    assertThat(after.files()).isEqualTo(before.files());
    for (Path file : after.files()) {
      assertThat(after.bytes(file)).isEqualTo(before.bytes(file));
    }
  }

  private SpoolDirectory dead(String text) throws IOException {
    SpoolDirectory directory = bench.directory();
    MappedRing ring = MappedRing.create(directory.ringFile(), 1 << 16);
    byte[] record = text.getBytes(StandardCharsets.UTF_8);
    assertThat(ring.accept(0, record, record.length)).isNull();
    try (Spool spool = bench.open(directory)) {
      ring.drain((hook, payload, end) -> spool.append(hook, payload, end) == null, 1);
    }
    directory.close();
    return directory;
  }
}
