package io.plumbline.spool;

import static io.plumbline.spool.SpoolBench.append;
import static io.plumbline.spool.SpoolBench.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.ring.MappedRing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpoolEncryptionTest {
  private static final int RECORDS = 40;
  private static final String SECRET = "Dorothea Pfannenstiel";

  @TempDir private Path base;

  private final SpoolKeys first = keys(1);
  private final SpoolKeys second = keys(2);
  private Path stream = Path.of("");

  private static SpoolKeys keys(int seed, int... older) {
    try {
      return SpoolKeys.of(
          SealedBytesTest.secret(seed),
          Arrays.stream(older).mapToObj(SealedBytesTest::secret).toList());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MAPPED", "FILE"})
  void nothingOfItIsOnTheDiskAndAllOfItIsDelivered(SpoolMode mode) throws IOException {
    leave(first, mode);

    assertThat(filesWith(SECRET)).isEmpty();
    assertThat(Files.exists(stream.resolve(SpoolDirectory.RING))).isFalse();
    adopt(
        first,
        dead -> {
          Checkpoint checkpoint = Objects.requireNonNull(dead.checkpoint());
          assertThat(checkpoint.coveredIndex()).isEqualTo(7);
          assertThat(StandardCharsets.UTF_8.decode(checkpoint.state()).toString())
              .isEqualTo("counts of " + SECRET);
          assertThat(readAll(dead)).isEqualTo(texts());
        });
  }

  @Test
  void withoutAKeyTheSameSearchFindsIt() throws IOException {
    leave(SpoolKeys.NONE, SpoolMode.FILE);

    assertThat(filesWith(SECRET)).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"MAPPED", "FILE"})
  void livingReaderReadsWhatIsEncrypted(SpoolMode mode) throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory().encryptedUnder(first);
        Spool spool = bench.open(directory, options(mode))) {
      for (int i = 0; i < RECORDS; i++) {
        assertThat(append(spool, text(i))).isNull();
      }
      assertThat(readAll(spool)).isEqualTo(texts());
      assertThat(bench.losses).isEmpty();
    }
  }

  @Test
  void keyThatIsMissingKeepsTheStreamAndIsToldOnceUntilItComesBack() throws IOException {
    leave(first, SpoolMode.FILE);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    AgentLog log = new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO);
    log.writeTo(new PrintStream(said, true, StandardCharsets.UTF_8));
    SpoolBench bench = new SpoolBench(base);
    for (SpoolKeys without : List.of(second, SpoolKeys.NONE)) {
      said.reset();
      Instant now = Instant.now();
      try (SpoolDirectory own = bench.directory().encryptedUnder(without)) {
        ManualClock clock = new ManualClock(now);
        ServiceRoom room = new ServiceRoom();
        Adoption adoption = new Adoption(own, room, bench.losses::add, log, bench.errors, clock);
        for (int i = 0; i < 5; i++) {
          assertThat(adoption.next()).isNull();
          assertThat(room.withoutKey()).isOne();
          clock.advance(Duration.ofMinutes(6));
        }
        own.delete();
      }
      assertThat(said.toString(StandardCharsets.UTF_8))
          .containsOnlyOnce("is encrypted under key ")
          .contains(RECORDS - 4 + " inferences to deliver, is kept");
    }
    assertThat(bench.losses).isEmpty();
    assertThat(bench.quarantined()).isEmpty();

    adopt(keys(2, 1), dead -> assertThat(readAll(dead)).isEqualTo(texts()));
  }

  @Test
  void olderPlainSpoolIsReadByAnAgentWithAKey() throws IOException {
    leave(SpoolKeys.NONE, SpoolMode.FILE);

    adopt(first, dead -> assertThat(readAll(dead)).isEqualTo(texts()));
  }

  @ParameterizedTest
  @EnumSource(names = {"MAPPED", "FILE"})
  void changedCiphertextIsRefusedAndCountedThoughItsChecksumIsRight(SpoolMode mode)
      throws IOException {
    leave(first, mode);
    changeRecord(5);

    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory own = bench.directory().encryptedUnder(first)) {
      Adoption adoption = new Adoption(own, bench.losses::add, bench.log, bench.errors);
      try (DeadStream dead = Objects.requireNonNull(adoption.next())) {
        List<String> rest = new ArrayList<>(texts());
        rest.remove(4);
        assertThat(readAll(dead)).isEqualTo(rest);
      }
    }
    assertThat(bench.losses)
        .singleElement()
        .satisfies(
            loss -> {
              assertThat(loss.reason()).isEqualTo(DropReason.CORRUPTED);
              assertThat(loss.firstIndex()).isEqualTo(5);
              assertThat(loss.lastIndex()).isEqualTo(5);
            });
  }

  @Test
  void commandsCountWithoutTheKeyAndReadWithIt() throws IOException {
    leave(first, SpoolMode.FILE);

    StoredStream without = StoredStream.read(stream);
    assertThat(without.lastIndex()).isEqualTo(RECORDS);
    assertThat(without.coveredIndex()).isEqualTo(7);
    assertThatThrownBy(() -> without.tailer(0).read(10, 1 << 20))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(MissingKeyException.class);
    StreamCheck unopened = StreamCheck.of(without, read -> {});
    assertThat(unopened.isDamaged()).isFalse();
    assertThat(unopened.findings())
        .anyMatch(finding -> finding.what().contains("only the checksums"));

    StoredStream with = StoredStream.read(stream, first);
    assertThat(SpoolBench.readAll(with.tailer(0))).isEqualTo(texts());
    changeRecord(5);
    StreamCheck opened = StreamCheck.of(StoredStream.read(stream, first), read -> {});
    assertThat(opened.findings())
        .anyMatch(finding -> finding.what().equals("record 5 was changed after it was sealed"));
    assertThat(StreamCheck.of(StoredStream.read(stream), read -> {}).isDamaged()).isFalse();
  }

  @Test
  void checkpointThatWasChangedIsPutAside() throws IOException {
    leave(first, SpoolMode.FILE);
    for (Path slot : TwoSlots.slots(stream, Delivery.CHECKPOINT)) {
      byte[] bytes = Files.exists(slot) ? Files.readAllBytes(slot) : new byte[0];
      if (bytes.length > 0) {
        ByteBuffer changed = ByteBuffer.wrap(bytes);
        int last = 24 + changed.getInt(12) - 1;
        bytes[last] ^= 1;
        CRC32C crc = new CRC32C();
        crc.update(bytes, 12, last + 1 - 12);
        changed.putInt(8, (int) crc.getValue());
        Files.write(slot, bytes);
      }
    }

    adopt(
        first,
        dead -> {
          assertThat(dead.checkpoint()).isNull();
          assertThat(readAll(dead)).isEqualTo(texts());
        });
    assertThat(new SpoolBench(base).quarantined()).anyMatch(name -> name.startsWith("checkpoint"));
  }

  private interface Look {
    void at(DeadStream dead) throws IOException;
  }

  private void adopt(SpoolKeys keys, Look look) throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory own = bench.directory().encryptedUnder(keys)) {
      Adoption adoption = new Adoption(own, bench.losses::add, bench.log, bench.errors);
      try (DeadStream dead = Objects.requireNonNull(adoption.next())) {
        look.at(dead);
      }
      assertThat(bench.losses).isEmpty();
    }
  }

  /** Several segments, a checkpoint, and a directory that nobody holds. */
  private void leave(SpoolKeys keys, SpoolMode mode) throws IOException {
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory directory = bench.directory().encryptedUnder(keys)) {
      stream = directory.path();
      MappedRing ring = directory.createRing(1 << 18, options(mode), bench.log);
      byte[] record = text(0).getBytes(StandardCharsets.UTF_8);
      assertThat(ring.accept(0, record, record.length)).isNull();
      try (Spool spool = bench.open(directory, options(mode));
          SpoolTailer tailer = spool.tailer(0)) {
        for (int i = 0; i < RECORDS; i++) {
          assertThat(append(spool, text(i))).isNull();
        }
        spool.ack(tailer.read(4, 1 << 20));
        spool.save(new Checkpoint(7, StandardCharsets.UTF_8.encode("counts of " + SECRET)));
      }
      if (!keys.areEncrypting()) {
        Files.deleteIfExists(stream.resolve(SpoolDirectory.RING));
      }
    }
  }

  private static SpoolOptions options(SpoolMode mode) {
    return SpoolBench.OPTIONS.withMode(mode);
  }

  private static List<String> texts() {
    return Stream.iterate(0, i -> i + 1).limit(RECORDS).map(SpoolEncryptionTest::text).toList();
  }

  private static String text(int i) {
    return "record " + i + " of " + SECRET + " " + "x".repeat(20_000 + i);
  }

  private List<Path> filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(base)) {
      List<Path> found = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (bytes.contains(text)) {
          found.add(file);
        }
      }
      return found;
    }
  }

  /** As somebody would who knows how checksums are made, and has no key. */
  private void changeRecord(long index) throws IOException {
    for (Path file : SegmentFiles.list(stream)) {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at + RecordFrame.HEADER_BYTES < bytes.limit(); at += 4) {
        int length = RecordFrame.lengthAt(bytes, at);
        boolean fits = length > 0 && at + length <= bytes.limit();
        @Nullable RecordFrame frame = fits ? RecordFrame.at(bytes, at, length) : null;
        if (frame != null && frame.record().index() == index) {
          bytes.put(at + 1000, (byte) (bytes.get(at + 1000) ^ 1));
          CRC32C crc = new CRC32C();
          crc.update(bytes.slice(at + 4, length - 4));
          bytes.putInt(at, (int) crc.getValue());
          Files.write(file, bytes.array());
          return;
        }
      }
    }
    throw new AssertionError("no record " + index);
  }
}
