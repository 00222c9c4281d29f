package io.plumbline.ring;

import static io.plumbline.ring.RingRecords.accept;
import static io.plumbline.ring.RingRecords.drainAll;
import static io.plumbline.ring.RingRecords.into;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.ring.RingRecovery.Outcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file left as a dead process would leave it; each record below takes 16 bytes. */
class RingRecoveryTest {
  private static final int CAPACITY = 1 << 12;

  @TempDir Path directory;

  private Path file = Path.of("");

  @BeforeEach
  void threeRecords() throws IOException {
    file = directory.resolve("ring");
    MappedRing ring = MappedRing.create(file, CAPACITY);
    accept(ring, "one");
    accept(ring, "two");
    accept(ring, "three");
    ring.acceptDropped(9, DropReason.CAPTURE_FAILED);
  }

  @Test
  void committedRecordsAndCountsAreFound() throws IOException {
    RingRecovery recovery = RingRecovery.read(file);

    assertThat(recover(recovery, 0)).containsExactly("one", "two", "three");
    assertThat(recovery.counts().made(0)).isEqualTo(3);
    assertThat(recovery.counts().dropped(9, DropReason.CAPTURE_FAILED)).isEqualTo(1);
  }

  @Test
  void whatWasHandedOnBeforeIsNotFoundAgain() throws IOException {
    assertThat(recover(RingRecovery.read(file), 16)).containsExactly("two", "three");
    assertThat(recover(RingRecovery.read(file), 48)).isEmpty();
  }

  @Test
  void recordsAreFoundPastTheEndOfTheRegion() throws IOException {
    Path wrapped = directory.resolve("wrapped");
    MappedRing ring = MappedRing.create(wrapped, CAPACITY);
    for (int i = 0; i < 40; i++) {
      drainAll(ring);
      accept(ring, i + "x".repeat(200));
    }
    accept(ring, "last");

    List<String> recovered = recover(RingRecovery.read(wrapped), 0);
    assertThat(recovered).containsExactly("39" + "x".repeat(200), "last");
  }

  @Test
  void halfWrittenRecordIsSteppedOver() throws IOException {
    overwrite(16, RingLayout.header(RingLayout.RECORD, 0, -11));

    assertThat(recover(RingRecovery.read(file), 0)).containsExactly("one", "three");
  }

  @Test
  void claimedButUnwrittenSpaceIsSteppedOver() throws IOException {
    overwrite(16, 0);
    overwrite(24, 0);

    assertThat(recover(RingRecovery.read(file), 0)).containsExactly("one", "three");
  }

  @Test
  void unwrittenSpaceAtTheEndIsSteppedOver() throws IOException {
    overwriteFile(RingLayout.TAIL_AT, 48 + 64);

    assertThat(recover(RingRecovery.read(file), 0)).containsExactly("one", "two", "three");
  }

  @Test
  void halfZeroedRecordsBeforeTheReadPositionAreNotLookedAt() throws IOException {
    overwriteFile(RingLayout.READ_AT, 16);
    overwrite(0, 0);

    assertThat(recover(RingRecovery.read(file), 0)).containsExactly("two", "three");
  }

  @Test
  void lengthBeyondTheTailCostsItsRecord() throws IOException {
    overwrite(16, RingLayout.header(RingLayout.RECORD, 0, 1000));

    assertThat(recoverDamaged()).containsExactly("one", "three");
  }

  @Test
  void smallestLengthThereIsCostsItsRecord() throws IOException {
    overwrite(16, RingLayout.header(RingLayout.RECORD, 0, Integer.MIN_VALUE));

    assertThat(recoverDamaged()).containsExactly("one", "three");
  }

  @Test
  void garbageWhereAHeaderBelongsCostsItsRecord() throws IOException {
    overwrite(16, 0x0123456789ABCDEFL);

    assertThat(recoverDamaged()).containsExactly("one", "three");
  }

  @Test
  void damagedReadPositionIsKnownFromTheOthers() throws IOException {
    overwriteFile(RingLayout.READ_AT, -8);

    assertThat(recoverDamaged()).containsExactly("one", "two", "three");
  }

  @Test
  void damagedTailIsKnownFromTheOthers() throws IOException {
    overwriteFile(RingLayout.TAIL_AT, Long.MAX_VALUE);

    assertThat(recoverDamaged()).containsExactly("one", "two", "three");
  }

  @Test
  void damagedCapacityIsKnownFromTheFile() throws IOException {
    overwriteFile(RingLayout.CAPACITY_AT, 12345);

    assertThat(recover(RingRecovery.read(file), 0)).containsExactly("one", "two", "three");
  }

  @Test
  void nothingIsBelievedWhenNoTwoPositionsFit() throws IOException {
    overwriteFile(RingLayout.READ_AT, -8);
    overwriteFile(RingLayout.TAIL_AT, 1L << 50);

    assertThatThrownBy(() -> RingRecovery.read(file)).isInstanceOf(RingDamagedException.class);
  }

  @Test
  void fileCutShortIsReadAsFarAsItGoes() throws IOException {
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(RingLayout.RECORDS_AT + 40);
    }

    assertThat(recoverDamaged()).containsExactly("one", "two");
  }

  @Test
  void ringThatWasNeverTakenIntoUseIsEmpty() throws IOException {
    Path fresh =
        Files.write(directory.resolve("fresh"), new byte[RingLayout.RECORDS_AT + CAPACITY]);

    assertThat(recover(RingRecovery.read(fresh), 0)).isEmpty();
    assertThat(RingRecovery.read(fresh).counts().made()).isZero();
  }

  @Test
  void otherVersionIsToldFromDamage() throws IOException {
    overwriteFile(RingLayout.VERSION_AT, 2);

    assertThatThrownBy(() -> RingRecovery.read(file))
        .isNotInstanceOf(RingDamagedException.class)
        .hasMessageContaining("version 2");
  }

  @Test
  void otherFileIsRefused() throws IOException {
    byte[] bytes = new byte[100_000];
    Arrays.fill(bytes, (byte) 'x');
    Path other = Files.write(directory.resolve("other"), bytes);

    assertThatThrownBy(() -> RingRecovery.read(other))
        .isInstanceOf(RingDamagedException.class)
        .hasMessageContaining("not a ring");
  }

  private List<String> recoverDamaged() throws IOException {
    List<String> recovered = new ArrayList<>();
    try (RingRecovery recovery = RingRecovery.read(file)) {
      assertThat(recovery.forEach(0, into(recovered))).isEqualTo(Outcome.DAMAGED);
    }
    return recovered;
  }

  private static List<String> recover(RingRecovery recovery, long afterPosition) {
    List<String> recovered = new ArrayList<>();
    assertThat(recovery.forEach(afterPosition, into(recovered))).isEqualTo(Outcome.COMPLETE);
    return recovered;
  }

  private void overwrite(int position, long value) throws IOException {
    overwriteFile(RingLayout.RECORDS_AT + position, value);
  }

  private void overwriteFile(int offset, long value) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(offset);
      bytes.writeLong(Long.reverseBytes(value));
    }
  }
}
