package io.plumbline.spool;

import static io.plumbline.spool.SpoolBench.append;
import static io.plumbline.spool.SpoolBench.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.ring.MappedRing;
import io.plumbline.ring.RecordingRing;
import io.plumbline.spool.RecordErasure.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpoolErasureTest {
  private static final String SUBJECT = "Dorothea Pfannenstiel";
  private static final int RECORDS = 40;

  @TempDir private Path base;

  private final SpoolBench bench = new SpoolBench(Path.of(""));

  /** Every fifth is hers; zeros are what an erased record holds here. */
  private static Outcome eraseHers(ByteBuffer payload) {
    if (!StandardCharsets.UTF_8.decode(payload.duplicate()).toString().contains(SUBJECT)) {
      return Outcome.OTHER;
    }
    for (int i = 0; i < payload.limit(); i++) {
      payload.put(i, (byte) '.');
    }
    return Outcome.ERASED;
  }

  @ParameterizedTest
  @CsvSource({"MAPPED,false", "MAPPED,true", "FILE,false", "FILE,true"})
  void deadStreamKeepsItsRecordsAndNothingOfHers(SpoolMode mode, boolean encrypted)
      throws IOException {
    SpoolKeys keys = encrypted ? key() : SpoolKeys.NONE;
    Path stream = leave(mode, keys);
    List<Long> sizes = sizes(stream);
    assertThat(filesWith(SUBJECT).isEmpty()).isEqualTo(encrypted);

    ErasureTally tally = new ErasureTally();
    try (CarriedStream dead = CarriedStream.claim(stream, null, false, keys)) {
      dead.erase(SpoolErasureTest::eraseHers, false, tally);
      dead.saveOver(new Checkpoint(7, StandardCharsets.UTF_8.encode("short")));
    }

    int inRing = mode == SpoolMode.MAPPED && !encrypted ? 5 : 0;
    assertThat(tally.searched()).isGreaterThanOrEqualTo(RECORDS + inRing);
    assertThat(tally.erased()).isGreaterThanOrEqualTo(RECORDS / 5 + inRing / 5);
    assertThat(filesWith(SUBJECT)).isEmpty();
    assertThat(sizes(stream)).isEqualTo(sizes);
    assertThat(StreamCheck.of(StoredStream.read(stream, keys), read -> {}).isDamaged()).isFalse();
    SpoolBench next = new SpoolBench(base);
    try (SpoolDirectory own = next.directory().encryptedUnder(keys)) {
      Adoption adoption = new Adoption(own, next.losses::add, next.log, next.errors);
      try (DeadStream dead = Objects.requireNonNull(adoption.next())) {
        assertThat(readAll(dead)).isEqualTo(erasedTexts(RECORDS + inRing));
      }
    }
    assertThat(next.losses).isEmpty();
  }

  @Test
  void dryRunCountsAndChangesNothing() throws IOException {
    Path stream = leave(SpoolMode.MAPPED, SpoolKeys.NONE);
    byte[] before = bytes(stream);
    ErasureTally tally = new ErasureTally();
    RecordErasure counting =
        payload ->
            StandardCharsets.UTF_8.decode(payload.duplicate()).toString().contains(SUBJECT)
                ? Outcome.ERASED
                : Outcome.OTHER;

    try (CarriedStream dead = CarriedStream.claim(stream, null, false, SpoolKeys.NONE)) {
      dead.erase(counting, true, tally);
    }

    assertThat(tally.erased()).isGreaterThanOrEqualTo(RECORDS / 5 + 1);
    assertThat(bytes(stream)).isEqualTo(before);
    assertThat(filesWith(SUBJECT)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"MAPPED,false", "MAPPED,true", "FILE,false", "FILE,true", "MEMORY,false"})
  void livingStreamGoesOnWhileItIsErased(SpoolMode mode, boolean encrypted) throws IOException {
    SpoolKeys keys = encrypted ? key() : SpoolKeys.NONE;
    SpoolBench own = new SpoolBench(base);
    SpoolOptions options = SpoolBench.OPTIONS.withMode(mode);
    try (SpoolDirectory directory = own.directory().encryptedUnder(keys);
        Spool spool =
            Spool.open(directory, options, own.losses::add, own.log, own.errors, own.clock);
        SpoolTailer readAhead = spool.tailer(0)) {
      for (int i = 0; i < RECORDS; i++) {
        assertThat(append(spool, text(i))).isNull();
      }
      assertThat(readAhead.read(1, 1 << 20).records()).hasSize(1);

      ErasureTally tally = new ErasureTally();
      spool.erase(SpoolErasureTest::eraseHers, false, tally);
      assertThat(tally.erased()).isEqualTo(RECORDS / 5);
      assertThat(append(spool, text(RECORDS + 1))).isNull();

      assertThat(filesWith(SUBJECT)).isEmpty();
      List<String> expected = new ArrayList<>(erasedTexts(RECORDS));
      expected.add(text(RECORDS + 1));
      assertThat(readAll(spool)).isEqualTo(expected);
    }
    assertThat(own.losses).isEmpty();
  }

  @Test
  void ringIsErasedInPlaceBeforeItIsDrained() {
    RecordingRing ring = new RecordingRing(MappedRing.inMemory(1 << 20));
    for (int i = 0; i < 20; i++) {
      byte[] record = text(i).getBytes(StandardCharsets.UTF_8);
      assertThat(ring.accept(0, record, record.length)).isNull();
    }

    ring.rewrite(SpoolErasureTest::eraseHers);

    List<String> drained = new ArrayList<>();
    while (ring.drain(
            (hook, payload, end) ->
                drained.add(StandardCharsets.UTF_8.decode(payload.duplicate()).toString()),
            100)
        > 0) {}
    assertThat(drained).isEqualTo(erasedTexts(20));
  }

  @Test
  void whatWasPutAsideIsErasedAndToldAsNotSearched() throws IOException {
    Path stream = leave(SpoolMode.FILE, SpoolKeys.NONE);
    Path service = Objects.requireNonNull(stream.getParent());
    Path segment = SegmentFiles.list(stream).get(0);
    new Quarantine(service, bench.log).keep(segment, "segment-of-somebody.seg");
    assertThat(filesWith(SUBJECT)).anyMatch(file -> file.toString().contains("quarantine"));

    ErasureTally tally = new ErasureTally();
    QuarantineErasure.erase(service, SpoolKeys.NONE, SpoolErasureTest::eraseHers, false, tally);

    assertThat(tally.erased()).isPositive();
    assertThat(tally.unsearchedFiles()).isOne();
    assertThat(filesWith(SUBJECT)).noneMatch(file -> file.toString().contains("quarantine"));
  }

  @Test
  void requestIsAnsweredOnceAndLeavesNothingOfItself() throws IOException {
    ErasureRequest request =
        ErasureRequest.of(
            List.of(new ErasureRequest.Condition("name", SUBJECT)), null, true, false);
    request.submit(base);
    assertThat(request.toString()).doesNotContain(SUBJECT);

    assertThat(ErasureRequest.take(base)).isEqualTo(request);
    assertThat(ErasureRequest.take(base)).isNull();
    assertThat(filesWith(SUBJECT)).isEmpty();
    assertThat(request.takeAnswer(base)).isNull();

    ErasureTally tally = new ErasureTally();
    tally.count(Outcome.ERASED);
    tally.count(Outcome.OTHER);
    tally.addWithoutKey();
    request.answer(base, tally);
    ErasureTally answer = Objects.requireNonNull(request.takeAnswer(base));
    assertThat(answer.encoded()).isEqualTo(tally.encoded());
    assertThat(base).isEmptyDirectory();

    request.answer(base, tally);
    ErasureRequest other = ErasureRequest.of(List.of(), null, false, true);
    assertThat(other.takeAnswer(base)).isNull();
    assertThat(base).isEmptyDirectory();
  }

  private static SpoolKeys key() {
    try {
      return SpoolKeys.of(SealedBytesTest.secret(1), List.of());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Several segments; in the ring more of hers; in the checkpoint, her name. */
  private Path leave(SpoolMode mode, SpoolKeys keys) throws IOException {
    SpoolBench dead = new SpoolBench(base);
    SpoolOptions options = SpoolBench.OPTIONS.withMode(mode);
    try (SpoolDirectory directory = dead.directory().encryptedUnder(keys);
        Spool spool = dead.open(directory, options)) {
      MappedRing ring = directory.createRing(1 << 20, options, dead.log);
      for (int i = 0; i < RECORDS; i++) {
        accept(ring, i);
        ring.drain((hook, payload, end) -> spool.append(hook, payload, end) == null, 1);
      }
      for (int i = RECORDS; i < RECORDS + 5; i++) {
        accept(ring, i);
      }
      spool.save(new Checkpoint(6, StandardCharsets.UTF_8.encode("counts of " + SUBJECT)));
      return directory.path();
    }
  }

  private static void accept(MappedRing ring, int i) {
    byte[] record = text(i).getBytes(StandardCharsets.UTF_8);
    assertThat(ring.accept(0, record, record.length)).isNull();
  }

  private static String text(int i) {
    String who = i % 5 == 2 ? SUBJECT : "somebody else";
    return "record " + i + " of " + who + " " + "x".repeat(20_000 + i);
  }

  private static List<String> erasedTexts(int count) {
    return Stream.iterate(0, i -> i + 1)
        .limit(count)
        .map(SpoolErasureTest::text)
        .map(text -> text.contains(SUBJECT) ? ".".repeat(text.length()) : text)
        .toList();
  }

  private static byte[] bytes(Path stream) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path file : SegmentFiles.list(stream)) {
      all.write(Files.readAllBytes(file));
    }
    all.write(Files.readAllBytes(stream.resolve(SpoolDirectory.RING)));
    return all.toByteArray();
  }

  private static List<Long> sizes(Path stream) throws IOException {
    List<Long> sizes = new ArrayList<>();
    for (Path file : SegmentFiles.list(stream)) {
      sizes.add(Files.size(file));
    }
    return Collections.unmodifiableList(sizes);
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
}
