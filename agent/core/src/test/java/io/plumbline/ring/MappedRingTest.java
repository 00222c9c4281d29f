package io.plumbline.ring;

import static io.plumbline.ring.RingRecords.accept;
import static io.plumbline.ring.RingRecords.drainAll;
import static io.plumbline.ring.RingRecords.into;
import static io.plumbline.ring.RingRecords.record;
import static io.plumbline.ring.RingRecords.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedRingTest {
  @TempDir Path directory;

  @Test
  void recordsComeOutInOrderAndOnce() throws IOException {
    try (MappedRing ring = MappedRing.create(directory.resolve("ring"), 1 << 16)) {
      assertThat(accept(ring, "one")).isNull();
      assertThat(accept(ring, "")).isNull();
      assertThat(accept(ring, "three")).isNull();

      assertThat(drainAll(ring)).containsExactly("one", "", "three");
      assertThat(drainAll(ring)).isEmpty();
      assertThat(ring.usedBytes()).isZero();
    }
  }

  @Test
  void onlyTheGivenLengthIsStored() {
    try (MappedRing ring = MappedRing.inMemory(1 << 16)) {
      ring.accept(0, record("record and more"), 6);

      assertThat(drainAll(ring)).containsExactly("record");
    }
  }

  @Test
  void placesThatWereClaimedAtTheEndOfAStackAreSteppedOver() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(RingLayout.RECORDS_AT + (1 << 16));
    try (MappedRing ring = new MappedRing(bytes, 1 << 16)) {
      assertThat(accept(ring, "one")).isNull();
      claim(bytes, 64, 0);
      claim(bytes, 32, RingLayout.header(RingLayout.RECORD, 0, -30));
      assertThat(accept(ring, "two")).isNull();
      assertThat(accept(ring, "three")).isNull();
      claim(bytes, 128, 0);
      assertThat(drainAll(ring)).containsExactly("one");
      assertThat(drainAll(ring)).isEmpty(); // it may yet be written

      ring.overflowed = true;
      List<String> behind = new ArrayList<>();
      while (ring.usedBytes() > 0) {
        behind.addAll(drainAll(ring));
      }
      assertThat(behind).containsExactly("two", "three");
      assertThat(accept(ring, "four")).isNull();
      assertThat(drainAll(ring)).containsExactly("four");
    }
  }

  private static void claim(ByteBuffer bytes, int length, long header) {
    long tail = (long) RingLayout.LONG.getAndAdd(bytes, RingLayout.TAIL_AT, (long) length);
    RingLayout.LONG.setRelease(bytes, RingLayout.RECORDS_AT + (int) tail, header);
  }

  @Test
  void hookAndGrowingPositionComeWithTheRecord() {
    try (MappedRing ring = MappedRing.inMemory(1 << 16)) {
      ring.accept(7, record("a"), 1);
      ring.accept(255, record("b"), 1);

      List<String> seen = new ArrayList<>();
      ring.drain((hook, payload, end) -> seen.add(hook + text(payload) + end), 10);
      assertThat(seen).containsExactly("7a16", "255b32");
    }
  }

  @Test
  void refusedRecordIsTheNextOnesFirst() {
    try (MappedRing ring = MappedRing.inMemory(1 << 16)) {
      accept(ring, "one");
      accept(ring, "two");

      List<String> seen = new ArrayList<>();
      int handedOn =
          ring.drain((hook, payload, end) -> seen.isEmpty() && seen.add(text(payload)), 10);

      assertThat(handedOn).isEqualTo(1);
      assertThat(drainAll(ring)).containsExactly("two");
    }
  }

  @Test
  void recordAtWhichTheConsumerThrowsStays() {
    try (MappedRing ring = MappedRing.inMemory(1 << 16)) {
      accept(ring, "one");

      assertThatThrownBy(
              () ->
                  ring.drain(
                      (hook, payload, end) -> {
                        throw new IllegalStateException("no");
                      },
                      10))
          .hasMessage("no");
      assertThat(drainAll(ring)).containsExactly("one");
    }
  }

  @Test
  void drainStopsAtTheGivenNumber() {
    try (MappedRing ring = MappedRing.inMemory(1 << 16)) {
      accept(ring, "one");
      accept(ring, "two");

      List<String> seen = new ArrayList<>();
      assertThat(ring.drain(into(seen), 1)).isEqualTo(1);
      assertThat(seen).containsExactly("one");
    }
  }

  @Test
  void madeAndDroppedAreCountedByHookAndReason() {
    try (MappedRing ring = MappedRing.inMemory(1 << 16)) {
      accept(ring, "one");
      ring.acceptDropped(3, DropReason.IN_FLIGHT_LIMIT);
      ring.countDropped(0, DropReason.SPOOL_FULL, 5);

      RingCounts counts = ring.counts();
      assertThat(counts.made()).isEqualTo(2);
      assertThat(counts.made(3)).isEqualTo(1);
      assertThat(counts.dropped(3, DropReason.IN_FLIGHT_LIMIT)).isEqualTo(1);
      assertThat(counts.dropped(0, DropReason.IN_FLIGHT_LIMIT)).isZero();
      assertThat(counts.dropped(DropReason.SPOOL_FULL)).isEqualTo(5);
    }
  }

  @Test
  void recordTooLongForTheRingIsCaptureFailed() {
    try (MappedRing ring = MappedRing.inMemory(1 << 10)) {
      byte[] record = new byte[ring.maxRecordLength() + 1];

      assertThat(ring.accept(0, record, record.length)).isEqualTo(DropReason.CAPTURE_FAILED);
      assertThat(ring.accept(0, record, record.length - 1)).isNull();
      assertThat(ring.accept(0, new byte[4], 5)).isEqualTo(DropReason.CAPTURE_FAILED);
      assertThat(ring.counts().dropped(DropReason.CAPTURE_FAILED)).isEqualTo(2);
    }
  }

  @Test
  void closedRingCountsAndRefuses() {
    MappedRing ring = MappedRing.inMemory(1 << 16);
    accept(ring, "before");
    ring.close();

    assertThat(accept(ring, "after")).isEqualTo(DropReason.SPOOL_UNAVAILABLE);
    assertThat(drainAll(ring)).containsExactly("before");
    assertThat(ring.counts().made()).isEqualTo(2);
  }

  @Test
  void fileIsAllocatedWholeAndOnlyOurs() throws IOException {
    Path file = directory.resolve("ring");
    try (MappedRing ring = MappedRing.create(file, 1 << 20)) {
      assertThat(ring.usedBytes()).isZero();
      assertThat(Files.size(file)).isEqualTo((1 << 20) + RingLayout.RECORDS_AT);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(allocatedBytes(file)).isGreaterThanOrEqualTo(Files.size(file));
    }
  }

  @Test
  void existingFileIsLeftAlone() throws IOException {
    Path file = Files.writeString(directory.resolve("ring"), "mine");

    assertThatThrownBy(() -> MappedRing.create(file, 1 << 20))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("mine");
  }

  @Test
  void fileHasItsNameOnlyWhenItIsWhole() throws IOException {
    Path file = directory.resolve("ring");
    List<Boolean> exists = new ArrayList<>();

    assertThat(RingFile.create(file, 1 << 10, bytes -> exists.add(Files.exists(file))).capacity())
        .isEqualTo((1 << 10) + RingLayout.RECORDS_AT);

    assertThat(exists).containsExactly(false);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  private static long allocatedBytes(Path file) throws IOException {
    Process stat = new ProcessBuilder("stat", "-c", "%b %B", file.toString()).start();
    try (Scanner blocks = new Scanner(stat.getInputStream(), StandardCharsets.US_ASCII)) {
      return blocks.nextLong() * blocks.nextLong();
    }
  }
}
